package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.NeedleMap;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A copy of a volume's index in another directory, under a hidden name, and the map made from it.
/// It follows the index until it takes its place. Confined to one move.
final class IndexCopy {

  private static final long PIECE_BYTES = 16L << 20;

  private final Disk disk;
  private final VolumeFiles files;
  private final VolumePaths target;
  private final DiskFile copy;
  private final MapOpening opening;
  private final NeedleMap map;
  private final IndexRounds rounds;

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
    this.rounds = new IndexRounds(files, copiedTo);
  }

  /// Copies the rows until few are left, makes the map, and makes the copy durable.
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
    disk.delete(VolumePaths.unpublished(target.index()));
    StaleMaps.remove(disk, target);
    IndexCopy made = begun(environment, files, target, restrictions, stop);
    try {
      made.rounds.most((from, to) -> made.fetch(from, to, stop));
      made.copy.syncAll();
      return made;
    } catch (AtollException e) {
      made.discard(e);
      throw e;
    }
  }

  private static IndexCopy begun(
      VolumeEnvironment environment,
      VolumeFiles files,
      VolumePaths target,
      Set<Restriction> restrictions,
      BooleanSupplier stop) {
    Disk disk = environment.disk();
    DiskFile copy = disk.open(VolumePaths.unpublished(target.index()), OpenMode.CREATE_NEW);
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

  private void fetch(long from, long to, BooleanSupplier stop) {
    copy(files.index(), copy, from, to, stop);
    opening.enter(copy, from, to, map);
  }

  /// Fetches the last rows and takes the place of the index, which is removed. For the holder of
  /// the right to write.
  ///
  /// @return what the volume is to go on with
  /// @throws AtollException as the disk does; the index is then still where it was
  VolumeFiles replaceOriginal() {
    rounds.rest((from, to) -> fetch(from, to, () -> false));
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
