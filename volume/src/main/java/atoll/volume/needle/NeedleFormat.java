package atoll.volume.needle;

import java.nio.ByteBuffer;

/// The bytes of a needle on disk, in one format version. Every record begins at a multiple of
/// [#ALIGNMENT] and ends, after 1 to 8 bytes of padding, at the next: an aligned record gets 8.
///
/// Writing goes around the data, which is never copied: leave [#dataAt] bytes free before it and
/// call [#frame], or gather [#writeHead], the data and [#writeTail]. Buffers are big-endian and
/// belong to the caller; those read from do not move.
///
/// The padding holds what the Go server leaves in it, so that files can be compared byte by byte;
/// readers ignore it.
public sealed interface NeedleFormat permits NeedleV1, NeedleV2, NeedleV3 {

  int ALIGNMENT = 8;

  /// So many bytes from a record's start always suffice for [#span].
  int HEAD_BYTES_MAX = NeedleHeader.BYTES + Integer.BYTES;

  /// The largest tail that can be written: every attribute at its longest.
  int TAIL_BYTES_MAX = AttributesCodec.BYTES_MAX + Checksum.BYTES + Long.BYTES + ALIGNMENT;

  /// Beyond this a tail is taken for damage and not read.
  int TAIL_BYTES_READ_MAX = 128 * 1024;

  int version();

  /// Where data begins in a record that has any.
  int dataAt();

  /// The header's size field.
  ///
  /// @throws atoll.kit.AtollException `TOO_LARGE` if no record can hold so much
  int size(int dataBytes, NeedleAttributes attributes);

  /// From 1 to 8.
  ///
  /// @param size the header's size field, not negative
  int paddingBytes(int size);

  /// What a record with this size field takes on disk, from header to padding.
  ///
  /// @param size the header's size field, not negative
  long recordBytes(int size);

  /// Writes all that stands before the data.
  void writeHead(ByteBuffer target, NeedleMeta needle);

  /// Writes all that stands behind the data.
  void writeTail(ByteBuffer target, NeedleMeta needle);

  /// Finds the parts of a record.
  ///
  /// @param head the record's first [#HEAD_BYTES_MAX] bytes, or more
  /// @param place of the record's first byte
  /// @throws atoll.kit.AtollException `CORRUPT` if the sizes contradict one another
  RecordSpan span(ByteBuffer head, NeedleHeader header, Place place);

  /// Reads a tail without its data. The checksum is not verified: the reader of the data does that
  /// with [Checksum#agreesWith].
  ///
  /// @param tail begins with the byte behind the data
  /// @param place of the record's first byte
  /// @throws atoll.kit.AtollException `CORRUPT` if the attributes do not fill their room exactly
  NeedleMeta readTail(ByteBuffer tail, NeedleHeader header, RecordSpan span, Place place);

  /// Reads a whole record and verifies its data.
  ///
  /// @param record begins with the header and holds all of [#recordBytes]
  /// @param header as read from it and accepted by the caller
  /// @param place of the record's first byte
  /// @throws atoll.kit.AtollException `CORRUPT` if anything does not fit, or the checksum disagrees
  default Needle read(ByteBuffer record, NeedleHeader header, Place place) {
    RecordSpan span = span(record, header, place);
    if (record.remaining() < span.recordBytes()) {
      throw place.corrupt(
          "needle %s ends after %d of %d bytes"
              .formatted(header.id(), record.remaining(), span.recordBytes()));
    }
    int start = record.position();
    ByteBuffer tail = record.slice(start + (int) span.tailAt(), span.tailBytes());
    NeedleMeta meta = readTail(tail, header, span, place);
    ByteBuffer data = record.slice(start + span.dataAt(), span.dataBytes());
    Checksum sum = Checksum.of(data);
    // A size above 0 promises data. Damage that turns its length into 0 must not pass for an
    // empty needle, so that the sum is compared then too.
    if (header.size() > 0 && !sum.agreesWith(meta.checksum())) {
      throw place.corrupt(
          "invalid CRC for needle %s (got %s, want %s), data on disk corrupted"
              .formatted(header.id(), sum, meta.checksum()));
    }
    return new Needle(meta, data, sum);
  }

  /// Writes head and tail around data that lies [#dataAt] bytes behind the position already; the
  /// position moves to the record's end. With no data, the whole record is written at the position.
  default void frame(ByteBuffer record, NeedleMeta needle) {
    writeHead(record, needle);
    record.position(record.position() + needle.dataBytes());
    writeTail(record, needle);
  }

  /// Bytes that [#writeTail] writes.
  default int tailBytes(NeedleMeta needle) {
    int headBytes = needle.dataBytes() == 0 ? NeedleHeader.BYTES : dataAt();
    long record = recordBytes(size(needle.dataBytes(), needle.attributes()));
    return (int) (record - headBytes - needle.dataBytes());
  }

  /// Bytes of the whole record.
  default long recordBytes(NeedleMeta needle) {
    return recordBytes(size(needle.dataBytes(), needle.attributes()));
  }
}
