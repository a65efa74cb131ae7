package atoll.volume.needle;

import java.nio.ByteBuffer;

/// The body of format versions 2 and 3, absent where there is no data:
///
/// ```
///   16               20              20+n            16+size
///   +----------------+---------------+---------------+
///   | data size n, 4 |     data      |  attributes   |
///   +----------------+---------------+---------------+
/// ```
final class BodyCodec {

  static final int DATA_AT = NeedleHeader.BYTES + Integer.BYTES;

  private BodyCodec() {}

  static int size(int dataBytes, NeedleAttributes attributes) {
    return dataBytes == 0
        ? 0
        : RecordSize.fitting((long) Integer.BYTES + dataBytes + AttributesCodec.bytes(attributes));
  }

  static void writeHead(ByteBuffer target, NeedleMeta needle) {
    NeedleKey key = needle.key();
    int size = size(needle.dataBytes(), needle.attributes());
    new NeedleHeader(key.cookie(), key.id(), size).write(target);
    if (size > 0) {
      target.putInt(needle.dataBytes());
    }
  }

  static void writeAttributes(ByteBuffer target, NeedleMeta needle) {
    if (needle.dataBytes() > 0) {
      AttributesCodec.write(target, needle.attributes());
    }
  }

  static RecordSpan span(ByteBuffer head, NeedleHeader header, long recordBytes, Place place) {
    int size = header.size();
    if (size == 0) {
      return RecordSize.span(NeedleHeader.BYTES, 0, recordBytes, place);
    }
    if (head.remaining() < DATA_AT) {
      throw place.corrupt("needle head ends after " + head.remaining() + " bytes");
    }
    int dataBytes = head.getInt(head.position() + NeedleHeader.BYTES);
    int room = size - Integer.BYTES - 1;
    if (dataBytes < 0 || dataBytes > room) {
      throw place
          .plus(NeedleHeader.BYTES)
          .corrupt(
              "needle data of %s bytes in a needle of size %d: index out of range"
                  .formatted(Integer.toUnsignedString(dataBytes), size));
    }
    return RecordSize.span(DATA_AT, dataBytes, recordBytes, place);
  }

  /// Reads the attributes at the start of a tail.
  static NeedleAttributes readAttributes(
      ByteBuffer tail, NeedleHeader header, RecordSpan span, Place place) {
    int bytes = attributesBytes(header, span);
    return bytes == 0
        ? NeedleAttributes.NONE
        : AttributesCodec.read(tail.slice(tail.position(), bytes), place.plus(span.tailAt()));
  }

  /// How far into the tail the checksum stands.
  static int attributesBytes(NeedleHeader header, RecordSpan span) {
    return (int) (NeedleHeader.BYTES + (long) header.size() - span.tailAt());
  }
}
