package atoll.kit.disk;

import java.nio.file.Path;
import java.time.Instant;

/// What a directory knows of one name.
///
/// @param path the full path
/// @param kind what stands there, symbolic links followed
/// @param sizeBytes the length of a file; 0 for anything else
/// @param modified time of last modification
public record DiskEntry(Path path, Kind kind, long sizeBytes, Instant modified) {

  /// What stands behind a name.
  public enum Kind {
    FILE,
    DIRECTORY,
    OTHER
  }

  /// The last element of the path.
  public String name() {
    return String.valueOf(path.getFileName());
  }
}
