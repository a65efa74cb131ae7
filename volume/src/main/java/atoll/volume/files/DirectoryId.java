package atoll.volume.files;

import atoll.kit.Bytes;
import atoll.kit.Randomness;
import java.util.Optional;

/// The identity of a data directory, by which the master notices one that is served twice. The file
/// holds the text and nothing else, no line end either.
public record DirectoryId(String text) {

  /// Takes any text as it stands, since other servers do; an empty file has none.
  public static Optional<DirectoryId> read(Bytes content) {
    return content.isEmpty() ? Optional.empty() : Optional.of(new DirectoryId(content.toUtf8()));
  }

  /// A random UUID, version 4.
  public static DirectoryId fresh(Randomness randomness) {
    return new DirectoryId(randomness.nextUuid().toString());
  }

  public Bytes write() {
    return Bytes.utf8(text);
  }
}
