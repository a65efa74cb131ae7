package atoll.volume.files;

import atoll.kit.Bytes;
import atoll.kit.Randomness;
import java.util.Optional;
import java.util.UUID;

/// The identity of a data directory, by which the master notices one that is served twice. The file
/// holds the text and nothing else, no line end either.
public record DirectoryId(String text) {

  private static final int VERSION_4 = 0x4000;
  private static final long VARIANT = 1L << 63;

  /// Takes any text as it stands, since other servers do; an empty file has none.
  public static Optional<DirectoryId> read(Bytes content) {
    return content.isEmpty() ? Optional.empty() : Optional.of(new DirectoryId(content.toUtf8()));
  }

  /// A random UUID, version 4.
  public static DirectoryId fresh(Randomness randomness) {
    long high = (randomness.nextLong() & ~0xf000L) | VERSION_4;
    long low = (randomness.nextLong() >>> 2) | VARIANT;
    return new DirectoryId(new UUID(high, low).toString());
  }

  public Bytes write() {
    return Bytes.utf8(text);
  }
}
