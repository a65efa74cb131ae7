package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.StaleMaps;
import atoll.volume.VolumePaths;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Moves the index of a volume that nobody has open from beside its data to the directory for
/// indexes, which may be another disk.
///
/// ```
///   hidden copy made, synced, renamed     a crash leaves both: that beside the data is used
///   maps made from the old index removed
///   the one beside the data removed       from here on the other is used
/// ```
final class IndexMove {

  private static final long PIECE_BYTES = 16L << 20;

  private IndexMove() {}

  /// @param stop asked before each piece that is copied
  /// @throws AtollException `CANCELLED` if it says so, else as the disk does; calling it again goes
  ///   on
  static void run(Disk disk, VolumePaths paths, BooleanSupplier stop) {
    VolumePaths beside = paths.indexBesideData();
    Path target = paths.index();
    Path hidden = VolumePaths.unpublished(target);
    disk.delete(hidden);
    try (DiskFile from = disk.open(beside.index(), OpenMode.READ);
        DiskFile copy = disk.open(hidden, OpenMode.CREATE_NEW)) {
      copy(from, copy, stop);
      copy.syncAll();
    } catch (AtollException e) {
      disk.delete(hidden);
      throw e;
    }
    disk.rename(hidden, target);
    disk.syncDirectory(paths.indexDirectory());
    StaleMaps.remove(disk, beside);
    disk.delete(beside.index());
    disk.syncDirectory(paths.dataDirectory());
  }

  private static void copy(DiskFile from, DiskFile to, BooleanSupplier stop) {
    long end = from.size();
    for (long at = 0; at < end; at += PIECE_BYTES) {
      if (stop.getAsBoolean()) {
        throw new AtollException(
            Fault.CANCELLED, "moving " + from.path() + " was given up: it stays where it is");
      }
      long bytes = Math.min(PIECE_BYTES, end - at);
      if (from.copyTo(to, at, bytes, at) != bytes) {
        throw new AtollException(Fault.IO, from.path() + " was cut while it was copied");
      }
    }
  }
}
