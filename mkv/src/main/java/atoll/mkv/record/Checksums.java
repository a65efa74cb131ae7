package atoll.mkv.record;

import atoll.kit.Bytes;
import atoll.kit.Check;
import java.util.Optional;

/// What the content of a blob adds up to. Immutable.
///
/// @param crc32c of Castagnoli
/// @param sha256 32 bytes
/// @param md5 16 bytes; empty where it was switched off
public record Checksums(int crc32c, Bytes sha256, Optional<Bytes> md5) {

  private static final int ETAG_BYTES = 16;

  public Checksums {
    Check.that(sha256.size() == 32, "a SHA-256 has 32 bytes");
    Check.that(md5.isEmpty() || md5.get().size() == 16, "an MD5 has 16 bytes");
  }

  /// What stands between the quotes of an entity tag.
  public String etag() {
    return sha256.slice(0, ETAG_BYTES).toHex();
  }
}
