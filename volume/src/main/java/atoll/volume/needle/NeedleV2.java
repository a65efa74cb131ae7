package atoll.volume.needle;

import java.nio.ByteBuffer;

/// Format version 2, frozen.
///
/// ```
///   0        16          16+size      20+size
///   +--------+-----------+------------+-----------+
///   | header |   body    | checksum 4 | padding   |      body: see BodyCodec
///   +--------+-----------+------------+-----------+
/// ```
public record NeedleV2() implements NeedleFormat {

  @Override
  public int version() {
    return 2;
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

  /// The padding shows the low half of the last modified time, if one was stored, else the high
  /// half of the needle id, and then the low half of the needle id.
  @Override
  public void writeTail(ByteBuffer target, NeedleMeta needle) {
    BodyCodec.writeAttributes(target, needle);
    target.putInt(needle.checksum().value());
    long id = needle.key().id().value();
    boolean timed = needle.dataBytes() > 0 && needle.attributes().hasLastModified();
    long leftover =
        timed ? (needle.attributes().lastModifiedSeconds() << 32) | (id & 0xffff_ffffL) : id;
    int padding = paddingBytes(size(needle.dataBytes(), needle.attributes()));
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
        0);
  }

  private static long unpadded(int size) {
    return NeedleHeader.BYTES + RecordSize.checked(size) + Checksum.BYTES;
  }
}
