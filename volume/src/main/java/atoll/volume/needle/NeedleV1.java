package atoll.volume.needle;

import java.nio.ByteBuffer;

/// Format version 1, frozen. No attributes: those of a needle are lost.
///
/// ```
///   0        16          16+size      20+size
///   +--------+-----------+------------+-----------+
///   | header |   data    | checksum 4 | padding   |      size = bytes of data
///   +--------+-----------+------------+-----------+
/// ```
public record NeedleV1() implements NeedleFormat {

  @Override
  public int version() {
    return 1;
  }

  @Override
  public int dataAt() {
    return NeedleHeader.BYTES;
  }

  @Override
  public int size(int dataBytes, NeedleAttributes attributes) {
    return dataBytes;
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
    NeedleKey key = needle.key();
    new NeedleHeader(key.cookie(), key.id(), needle.dataBytes()).write(target);
  }

  /// The padding shows the first bytes of the needle id.
  @Override
  public void writeTail(ByteBuffer target, NeedleMeta needle) {
    target.putInt(needle.checksum().value());
    long id = needle.key().id().value();
    int padding = paddingBytes(needle.dataBytes());
    for (int i = 0; i < padding; i++) {
      target.put((byte) (id >>> (8 * (7 - i))));
    }
  }

  @Override
  public RecordSpan span(ByteBuffer head, NeedleHeader header, Place place) {
    int size = RecordSize.size(header, place);
    return RecordSize.span(dataAt(), size, recordBytes(size), place);
  }

  @Override
  public NeedleMeta readTail(ByteBuffer tail, NeedleHeader header, RecordSpan span, Place place) {
    RecordSize.requireTail(tail.remaining(), span, place);
    return new NeedleMeta(
        new NeedleKey(header.id(), header.cookie()),
        span.dataBytes(),
        NeedleAttributes.NONE,
        new Checksum(tail.getInt(tail.position())),
        0);
  }

  private static long unpadded(int size) {
    return NeedleHeader.BYTES + RecordSize.checked(size) + Checksum.BYTES;
  }
}
