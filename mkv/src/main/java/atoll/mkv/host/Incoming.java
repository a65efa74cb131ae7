package atoll.mkv.host;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A file that is being received, under a name of no meaning. Unless it is moved to another name it
/// is removed when it is closed, and if the process dies first, at the next start.
///
/// Confined to one thread at a time.
final class Incoming implements AutoCloseable {

  private final Disk disk;
  private final Path path;
  private final DiskFile file;
  private boolean open = true;
  private boolean moved;

  private Incoming(Disk disk, Path path, DiskFile file) {
    this.disk = disk;
    this.path = path;
    this.file = file;
  }

  static Incoming create(Disk disk, Path path) {
    return new Incoming(disk, path, disk.open(path, OpenMode.CREATE_NEW));
  }

  /// Adds what remains in a direct buffer.
  void write(ByteBuffer piece) {
    file.append(piece);
  }

  /// It is complete: makes its content durable.
  void seal(Optional<Instant> modified) {
    modified.ifPresent(time -> disk.setModified(path, time));
    if (modified.isPresent()) {
      file.syncAll();
    } else {
      file.syncData();
    }
    open = false;
    file.close();
  }

  void moveTo(Path target) {
    disk.rename(path, target);
    moved = true;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      file.close();
    }
    if (!moved) {
      moved = true;
      disk.delete(path);
    }
  }
}
