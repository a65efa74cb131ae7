package atoll.kit.disk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The file system as a seam. Paths are names only: an implementation decides what they mean.
///
/// Every operation that fails throws [atoll.kit.AtollException] whose message names the operation
/// and the path: `NOT_FOUND` where the file or its directory is missing, `CONFLICT` where it is in
/// the way, `NO_SPACE`, `DENIED`, `BUSY` where too many files are open, else `IO`.
///
/// Nothing that happens to a directory (a new name, a rename, a deletion) is durable before
/// [#syncDirectory] on that directory has returned.
///
/// Shared by any number of threads.
public interface Disk {

  /// Opens a file. The caller holds one reference to it and gives it back with [DiskFile#close()].
  DiskFile open(Path path, OpenMode mode);

  /// Moves a file to another name on the same disk, replacing what is there in one step: at every
  /// moment, and after a crash too, the target name holds the whole old or the whole new file.
  void rename(Path from, Path to);

  /// Removes a file or an empty directory; open files stay readable through their references.
  ///
  /// @return whether there was one
  boolean delete(Path path);

  /// What stands in a directory, without `.` and `..`, ordered by name.
  List<DiskEntry> list(Path directory);

  /// What stands at a path; empty where nothing does. A symbolic link is followed.
  Optional<DiskEntry> find(Path path);

  /// Sets the time of last modification.
  void setModified(Path path, Instant time);

  /// Creates a directory with all missing parents; one that exists already is fine.
  void createDirectories(Path directory);

  /// Makes the names in a directory durable.
  void syncDirectory(Path directory);

  /// Takes the right that a file stands for: one holder at a time, of all processes of the machine.
  /// The file is made if it is missing, and its content means nothing.
  ///
  /// @throws atoll.kit.AtollException `BUSY` if somebody has it, in this process or another, else
  ///   as [#open]
  DiskLock lock(Path path);

  /// How much room the file system below a path has.
  DiskSpace space(Path path);
}
