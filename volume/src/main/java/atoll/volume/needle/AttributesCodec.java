package atoll.volume.needle;

import atoll.kit.Bytes;
import java.nio.ByteBuffer;

/// The attributes behind the data in format versions 2 and 3:
///
/// ```
///   flags 1 | [name size 1, name] | [mime size 1, mime] | [last modified 5] | [ttl 2]
///           | [pairs size 2, pairs]                      a part is there if its flag is set
/// ```
final class AttributesCodec {

  private static final int LAST_MODIFIED_BYTES = 5;
  private static final int NAME_SIZE_BYTES = 1;
  private static final int PAIRS_SIZE_BYTES = 2;

  /// With every part at its longest.
  static final int BYTES_MAX =
      1
          + NAME_SIZE_BYTES
          + NeedleAttributes.NAME_BYTES_MAX
          + NAME_SIZE_BYTES
          + NeedleAttributes.MIME_BYTES_MAX
          + LAST_MODIFIED_BYTES
          + Ttl.BYTES
          + PAIRS_SIZE_BYTES
          + NeedleAttributes.PAIRS_BYTES_MAX;

  private AttributesCodec() {}

  static int bytes(NeedleAttributes attributes) {
    return 1
        + (attributes.hasName() ? NAME_SIZE_BYTES + attributes.name().size() : 0)
        + (attributes.hasMime() ? NAME_SIZE_BYTES + attributes.mime().size() : 0)
        + (attributes.hasLastModified() ? LAST_MODIFIED_BYTES : 0)
        + (attributes.hasTtl() ? Ttl.BYTES : 0)
        + (attributes.hasPairs() ? PAIRS_SIZE_BYTES + attributes.pairs().size() : 0);
  }

  static void write(ByteBuffer target, NeedleAttributes attributes) {
    target.put((byte) attributes.flags());
    if (attributes.hasName()) {
      target.put((byte) attributes.name().size()).put(attributes.name().asBuffer());
    }
    if (attributes.hasMime()) {
      target.put((byte) attributes.mime().size()).put(attributes.mime().asBuffer());
    }
    if (attributes.hasLastModified()) {
      target.put((byte) (attributes.lastModifiedSeconds() >>> 32));
      target.putInt((int) attributes.lastModifiedSeconds());
    }
    if (attributes.hasTtl()) {
      target.put((byte) attributes.ttl().count()).put((byte) attributes.ttl().unit());
    }
    if (attributes.hasPairs()) {
      target.putShort((short) attributes.pairs().size()).put(attributes.pairs().asBuffer());
    }
  }

  /// Reads attributes that must fill `source` to its end, unless a flag is set that nobody knows
  /// yet: what follows may then be its part.
  static NeedleAttributes read(ByteBuffer source, Place place) {
    Reader reader = new Reader(source, place);
    int flags = reader.number(1, "flags");
    Bytes name = Bytes.EMPTY;
    Bytes mime = Bytes.EMPTY;
    long lastModified = 0;
    Ttl ttl = Ttl.NONE;
    Bytes pairs = Bytes.EMPTY;
    if ((flags & NeedleFlags.NAME) != 0) {
      name = reader.bytes(reader.number(NAME_SIZE_BYTES, "name size"), "name");
    }
    if ((flags & NeedleFlags.MIME) != 0) {
      mime = reader.bytes(reader.number(NAME_SIZE_BYTES, "mime size"), "mime");
    }
    if ((flags & NeedleFlags.LAST_MODIFIED) != 0) {
      lastModified = (long) reader.number(1, "last modified") << 32;
      lastModified |= Integer.toUnsignedLong(reader.number(4, "last modified"));
    }
    if ((flags & NeedleFlags.TTL) != 0) {
      int count = reader.number(1, "TTL");
      ttl = new Ttl(count, reader.number(1, "TTL"));
    }
    if ((flags & NeedleFlags.PAIRS) != 0) {
      pairs = reader.bytes(reader.number(PAIRS_SIZE_BYTES, "pairs size"), "pairs");
    }
    if ((flags & NeedleFlags.UNKNOWN) == 0) {
      reader.requireEnd(flags);
    }
    return new NeedleAttributes(flags, name, mime, lastModified, ttl, pairs);
  }

  /// A cursor that never leaves its buffer. Confined to one call of [#read].
  private static final class Reader {

    private final ByteBuffer source;
    private final Place place;
    private int at;

    Reader(ByteBuffer source, Place place) {
      this.source = source.slice();
      this.place = place;
    }

    int number(int bytes, String part) {
      require(bytes, part);
      int value = 0;
      for (int i = 0; i < bytes; i++) {
        value = (value << 8) | (source.get(at + i) & 0xff);
      }
      at += bytes;
      return value;
    }

    Bytes bytes(int size, String part) {
      require(size, part);
      Bytes value = Bytes.copyOf(source.slice(at, size));
      at += size;
      return value;
    }

    void requireEnd(int flags) {
      if (at < source.limit()) {
        throw place
            .plus(at)
            .corrupt(
                "needle has %d bytes behind its attributes (flags %#04x)"
                    .formatted(source.limit() - at, flags));
      }
    }

    private void require(int bytes, String part) {
      if (bytes > source.limit() - at) {
        throw place
            .plus(at)
            .corrupt(
                "needle %s of %d bytes with %d left: index out of range"
                    .formatted(part, bytes, source.limit() - at));
      }
    }
  }
}
