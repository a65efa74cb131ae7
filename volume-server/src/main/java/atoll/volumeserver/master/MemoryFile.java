package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps a [Memory] in `atoll-master.txt`; each change is durable when the call returns. Confined
/// to who holds the cluster's lock.
final class MemoryFile {

  private static final String NAME = "atoll-master.txt";
  private static final long BYTES_MAX = 64 << 20;

  private final Disk disk;
  private final Path directory;
  private Memory now;

  private MemoryFile(Disk disk, Path directory, Memory now) {
    this.disk = disk;
    this.directory = directory;
    this.now = now;
  }

  /// Reads what was remembered; nothing if there is no file.
  static MemoryFile open(Disk disk, Path directory) {
    disk.createDirectories(directory);
    Path path = directory.resolve(NAME);
    Optional<DiskEntry> entry = disk.find(path);
    if (entry.isEmpty()) {
      return new MemoryFile(disk, directory, Memory.NOTHING);
    }
    if (entry.get().sizeBytes() > BYTES_MAX) {
      throw new AtollException(Fault.CORRUPT, path + " is too large to be a master's");
    }
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect((int) entry.get().sizeBytes());
      file.readAt(0, content);
      return new MemoryFile(
          disk, directory, Memory.read(Bytes.copyOf(content.flip()).toUtf8(), path));
    }
  }

  Path path() {
    return directory.resolve(NAME);
  }

  Memory now() {
    return now;
  }

  /// Remembers something else.
  ///
  /// @throws AtollException as the disk does; what was remembered before then stays
  void remember(Memory next) {
    Path hidden = directory.resolve(NAME + ".tmp");
    disk.delete(hidden);
    try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      Bytes text = Bytes.utf8(next.write());
      file.append(ByteBuffer.allocateDirect(text.size()).put(text.asBuffer()).flip());
      file.syncAll();
    }
    disk.rename(hidden, path());
    disk.syncDirectory(directory);
    now = next;
  }
}
