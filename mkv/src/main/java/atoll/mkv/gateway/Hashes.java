package atoll.mkv.gateway;

import atoll.kit.Bytes;
import atoll.mkv.key.Digests;
import atoll.mkv.record.Checksums;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What passes by adds up to. Confined to one thread.
final class Hashes {

  private final CRC32C crc32c = new CRC32C();
  private final MessageDigest sha256 = Digests.sha256();
  private final @Nullable MessageDigest md5;
  private long size;

  Hashes(boolean withMd5) {
    md5 = withMd5 ? Digests.md5() : null;
  }

  /// Adds what remains, without using it up.
  void add(ByteBuffer piece) {
    size += piece.remaining();
    crc32c.update(piece.duplicate());
    sha256.update(piece.duplicate());
    MessageDigest also = md5;
    if (also != null) {
      also.update(piece.duplicate());
    }
  }

  long sizeBytes() {
    return size;
  }

  /// Ends the sums; called once.
  Checksums checksums() {
    MessageDigest also = md5;
    return new Checksums(
        (int) crc32c.getValue(),
        Bytes.of(sha256.digest()),
        also == null ? Optional.empty() : Optional.of(Bytes.of(also.digest())));
  }
}
