package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.NeedleMap;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A copy of a volume's index in another directory, under a hidden name, and the map made from it.
/// It follows the index until it takes its place. Confined to one move.
final class IndexCopy {

  private static final long PIECE_BYTES = 16L << 20;
  private static final int ROUNDS_MAX = 5;
  private static final int ROWS_LEFT_MAX = 1000;

  private final Disk disk;
  private final VolumeFiles files;
  private final VolumePaths target;
  private final DiskFile copy;
  private final MapOpening opening;
  private final NeedleMap map;
  private long copiedTo;

  private IndexCopy(
      Disk disk,
      VolumeFiles files,
      VolumePaths target,
      DiskFile copy,
      MapOpening opening,
      NeedleMap map,
      long copiedTo) {
    this.disk = disk;
    this.files = files;
    this.target = target;
    this.copy = copy;
    this.opening = opening;
    this.map = map;
    this.copiedTo = copiedTo;
  }

  /// Copies the rows that there are, and makes the map.
  ///
  /// @param restrictions of the volume, which decide about the kind of map
  /// @param stop asked before each piece
  /// @throws AtollException `CANCELLED` if it says so, else as the disk does; nothing is left then
  static IndexCopy make(
      VolumeEnvironment environment,
      VolumeFiles files,
      VolumePaths target,
      Set<Restriction> restrictions,
      BooleanSupplier stop) {
    Disk disk = environment.disk();
    Path hidden = VolumePaths.unpublished(target.index());
    disk.delete(hidden);
    StaleMaps.remove(disk, target);
    DiskFile copy = disk.open(hidden, OpenMode.CREATE_NEW);
    try {
      long end = files.indexEnd();
      copy(files.index(), copy, 0, end, stop);
      MapOpening opening = new MapOpening(environment, target, files.width());
      NeedleMap map = opening.of(copy, end, restrictions);
      return new IndexCopy(disk, files, target, copy, opening, map, end);
    } catch (AtollException e) {
      copy.close();
      remove(disk, target, e);
      throw e;
    }
  }

  private static void copy(DiskFile from, DiskFile to, long begin, long end, BooleanSupplier stop) {
    for (long at = begin; at < end; at += PIECE_BYTES) {
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

  /// Fetches the rows that came since until few are left, and makes the copy durable.
  void follow(BooleanSupplier stop) {
    long left = (long) ROWS_LEFT_MAX * files.width().rowBytes();
    for (int round = 0; round < ROUNDS_MAX && files.indexEnd() - copiedTo > left; round++) {
      catchUp(stop);
    }
    copy.syncAll();
  }

  private void catchUp(BooleanSupplier stop) {
    long end = files.indexEnd();
    copy(files.index(), copy, copiedTo, end, stop);
    opening.enter(copy, copiedTo, end, map);
    copiedTo = end;
  }

  /// Fetches the last rows and takes the place of the index, which is removed. For the holder of
  /// the right to write.
  ///
  /// @return what the volume is to go on with
  /// @throws AtollException as the disk does; the index is then still where it was
  VolumeFiles replaceOriginal() {
    catchUp(() -> false);
    copy.syncAll();
    disk.rename(VolumePaths.unpublished(target.index()), target.index());
    disk.syncDirectory(target.indexDirectory());
    StaleMaps.remove(disk, files.paths());
    disk.delete(files.paths().index());
    DiskFile index = VolumeFiles.renamed(disk, target.index(), copy);
    copy.close();
    return files.with(target, index, map);
  }

  /// Removes it, for the index stays where it is.
  ///
  /// @param cause to which is added why that fails
  void discard(AtollException cause) {
    map.close();
    copy.close();
    remove(disk, target, cause);
  }

  private static void remove(Disk disk, VolumePaths target, AtollException cause) {
    try {
      StaleMaps.remove(disk, target);
      disk.delete(VolumePaths.unpublished(target.index()));
    } catch (AtollException e) {
      cause.addSuppressed(e);
    }
  }
}
