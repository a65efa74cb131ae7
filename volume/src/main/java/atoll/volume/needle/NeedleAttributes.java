package atoll.volume.needle;

import atoll.kit.Bytes;
import atoll.kit.Check;

/// What a needle says of its data, in format versions 2 and 3. An attribute may be present and
/// empty: uploads store a name and a mime of no bytes as one zero byte each.
///
/// @param flags the flags byte as stored; a part without its flag is empty
/// @param name UTF-8, at most 255 bytes
/// @param mime at most 255 bytes
/// @param lastModifiedSeconds since 1970, 40 bits
/// @param pairs a JSON object of texts, at most 65535 bytes
public record NeedleAttributes(
    int flags, Bytes name, Bytes mime, long lastModifiedSeconds, Ttl ttl, Bytes pairs) {

  public static final NeedleAttributes NONE =
      new NeedleAttributes(0, Bytes.EMPTY, Bytes.EMPTY, 0, Ttl.NONE, Bytes.EMPTY);

  public static final int NAME_BYTES_MAX = 255;
  public static final int MIME_BYTES_MAX = 255;
  public static final int PAIRS_BYTES_MAX = 65_535;
  private static final long LAST_MODIFIED_MAX = (1L << 40) - 1;

  public NeedleAttributes {
    Check.that(flags >= 0 && flags <= 0xff, "flags are one byte");
    Check.that(name.size() <= NAME_BYTES_MAX, "a name has at most 255 bytes");
    Check.that(mime.size() <= MIME_BYTES_MAX, "a mime has at most 255 bytes");
    Check.that(pairs.size() <= PAIRS_BYTES_MAX, "pairs have at most 65535 bytes");
    Check.that(
        lastModifiedSeconds >= 0 && lastModifiedSeconds <= LAST_MODIFIED_MAX,
        "last modified has 40 bits");
    Check.that(has(flags, NeedleFlags.NAME) || name.isEmpty(), "a name needs its flag");
    Check.that(has(flags, NeedleFlags.MIME) || mime.isEmpty(), "a mime needs its flag");
    Check.that(has(flags, NeedleFlags.PAIRS) || pairs.isEmpty(), "pairs need their flag");
    Check.that(has(flags, NeedleFlags.TTL) || ttl.isNone(), "a TTL needs its flag");
    Check.that(
        has(flags, NeedleFlags.LAST_MODIFIED) || lastModifiedSeconds == 0,
        "last modified needs its flag");
  }

  /// Whether the data is compressed with gzip.
  public boolean isGzip() {
    return has(flags, NeedleFlags.GZIP);
  }

  /// Whether the data is a JSON list of chunks that make up the real content.
  public boolean isChunkManifest() {
    return has(flags, NeedleFlags.CHUNK_MANIFEST);
  }

  public boolean hasName() {
    return has(flags, NeedleFlags.NAME);
  }

  public boolean hasMime() {
    return has(flags, NeedleFlags.MIME);
  }

  public boolean hasLastModified() {
    return has(flags, NeedleFlags.LAST_MODIFIED);
  }

  public boolean hasTtl() {
    return has(flags, NeedleFlags.TTL);
  }

  public boolean hasPairs() {
    return has(flags, NeedleFlags.PAIRS);
  }

  public NeedleAttributes withGzip() {
    return withFlag(NeedleFlags.GZIP);
  }

  public NeedleAttributes withChunkManifest() {
    return withFlag(NeedleFlags.CHUNK_MANIFEST);
  }

  public NeedleAttributes withName(Bytes newName) {
    return new NeedleAttributes(
        flags | NeedleFlags.NAME, newName, mime, lastModifiedSeconds, ttl, pairs);
  }

  public NeedleAttributes withMime(Bytes newMime) {
    return new NeedleAttributes(
        flags | NeedleFlags.MIME, name, newMime, lastModifiedSeconds, ttl, pairs);
  }

  public NeedleAttributes withLastModified(long seconds) {
    return new NeedleAttributes(flags | NeedleFlags.LAST_MODIFIED, name, mime, seconds, ttl, pairs);
  }

  public NeedleAttributes withTtl(Ttl newTtl) {
    return new NeedleAttributes(
        flags | NeedleFlags.TTL, name, mime, lastModifiedSeconds, newTtl, pairs);
  }

  public NeedleAttributes withPairs(Bytes newPairs) {
    return new NeedleAttributes(
        flags | NeedleFlags.PAIRS, name, mime, lastModifiedSeconds, ttl, newPairs);
  }

  private NeedleAttributes withFlag(int flag) {
    return new NeedleAttributes(flags | flag, name, mime, lastModifiedSeconds, ttl, pairs);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
