package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.StaleMaps;
import atoll.volume.VolumePaths;
import java.nio.file.Path;

/// Moves the index of a volume that nobody has open from beside its data to the directory for
/// indexes, which may be another disk.
///
/// ```
///   hidden copy made, synced, renamed     a crash leaves both: that beside the data is used
///   maps made from the old index removed
///   the one beside the data removed       from here on the other is used
/// ```
final class IndexMove {

  private IndexMove() {}

  /// @throws AtollException as the disk does; calling it again goes on
  static void run(Disk disk, VolumePaths paths) {
    VolumePaths beside = paths.indexBesideData();
    Path target = paths.index();
    Path hidden = VolumePaths.unpublished(target);
    disk.delete(hidden);
    try (DiskFile from = disk.open(beside.index(), OpenMode.READ);
        DiskFile copy = disk.open(hidden, OpenMode.CREATE_NEW)) {
      long bytes = from.size();
      if (from.copyTo(copy, 0, bytes, 0) != bytes) {
        throw new AtollException(Fault.IO, beside.index() + " was cut while it was copied");
      }
      copy.syncAll();
    }
    disk.rename(hidden, target);
    disk.syncDirectory(paths.indexDirectory());
    StaleMaps.remove(disk, beside);
    disk.delete(beside.index());
    disk.syncDirectory(paths.dataDirectory());
  }
}
