package atoll.volume.needle;

import java.nio.ByteBuffer;

/// Format version 3, frozen; the one that is written today.
///
/// ```
///   0        16          16+size      20+size       28+size
///   +--------+-----------+------------+-------------+-----------+
///   | header |   body    | checksum 4 | appended 8  | padding   |      body: see BodyCodec
///   +--------+-----------+------------+-------------+-----------+
/// ```
public record NeedleV3() implements NeedleFormat {

  @Override
  public int version() {
    return 3;
  }

  @Override
  public int dataAt() {
    return BodyCodec.DATA_AT;
  }

  @Override
  public int size(int dataBytes, NeedleAttributes attributes) {
    return BodyCodec.size(dataBytes, attributes);
  }

  @Override
  public int paddingBytes(int size) {
    return RecordSize.padding(unpadded(size));
  }

  @Override
  public long recordBytes(int size) {
    return unpadded(size) + paddingBytes(size);
  }

  @Override
  public void writeHead(ByteBuffer target, NeedleMeta needle) {
    BodyCodec.writeHead(target, needle);
  }

  /// The padding shows the size field, then zeros.
  @Override
  public void writeTail(ByteBuffer target, NeedleMeta needle) {
    BodyCodec.writeAttributes(target, needle);
    target.putInt(needle.checksum().value()).putLong(needle.appendedNanos());
    int size = size(needle.dataBytes(), needle.attributes());
    long leftover = (long) size << 32;
    int padding = paddingBytes(size);
    for (int i = 0; i < padding; i++) {
      target.put((byte) (leftover >>> (8 * (7 - i))));
    }
  }

  @Override
  public RecordSpan span(ByteBuffer head, NeedleHeader header, Place place) {
    return BodyCodec.span(head, header, recordBytes(RecordSize.size(header, place)), place);
  }

  @Override
  public NeedleMeta readTail(ByteBuffer tail, NeedleHeader header, RecordSpan span, Place place) {
    RecordSize.requireTail(tail.remaining(), span, place);
    int checksumAt = tail.position() + BodyCodec.attributesBytes(header, span);
    return new NeedleMeta(
        new NeedleKey(header.id(), header.cookie()),
        span.dataBytes(),
        BodyCodec.readAttributes(tail, header, span, place),
        new Checksum(tail.getInt(checksumAt)),
        tail.getLong(checksumAt + Checksum.BYTES));
  }

  private static long unpadded(int size) {
    return NeedleHeader.BYTES + RecordSize.checked(size) + Checksum.BYTES + Long.BYTES;
  }
}
