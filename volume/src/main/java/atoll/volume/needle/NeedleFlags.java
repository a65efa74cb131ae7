package atoll.volume.needle;

/// The bits of a needle's flags byte. Bit 0x40 is free.
final class NeedleFlags {

  static final int GZIP = 0x01;
  static final int NAME = 0x02;
  static final int MIME = 0x04;
  static final int LAST_MODIFIED = 0x08;
  static final int TTL = 0x10;
  static final int PAIRS = 0x20;
  static final int UNKNOWN = 0x40;
  static final int CHUNK_MANIFEST = 0x80;

  private NeedleFlags() {}
}
