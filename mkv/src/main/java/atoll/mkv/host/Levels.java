package atoll.mkv.host;

import atoll.kit.disk.Disk;
import java.util.HashSet;
import java.util.Set;

/// Makes the folders that files are moved into. The name of a first level is made durable before
/// anything goes below it: a move survives a crash with the folder that it went into, but not with
/// the folder above that. Shared (guarded by itself).
final class Levels {

  private final Disk disk;
  private final HostFolders folders;
  private final Set<String> durable = new HashSet<>();

  Levels(Disk disk, HostFolders folders) {
    this.disk = disk;
    this.folders = folders;
  }

  void make(HostPath.Blob blob) {
    synchronized (this) {
      if (!durable.contains(blob.first())) {
        disk.createDirectories(folders.root().resolve(blob.first()));
        disk.syncDirectory(folders.root());
        durable.add(blob.first());
      }
    }
    disk.createDirectories(blob.folder(folders.root()));
  }
}
