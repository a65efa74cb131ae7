package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;

/// Gives the new files their names:
///
/// 1. both are made durable; their names are since the compaction;
/// 2. the marker is made and durable: from here on a start finishes the vacuum;
/// 3. both are renamed, and that is durable;
/// 4. once the volume serves them, the marker goes ([VacuumRepair#close]).
///
/// Confined to the holder of the right to write, so that nothing is appended meanwhile.
final class Commit {

  private final Disk disk;
  private final VolumePaths paths;

  Commit(Disk disk, VolumePaths paths) {
    this.disk = disk;
    this.paths = paths;
  }

  /// How a commit ended.
  sealed interface End {

    /// The new files have their names.
    record Renamed() implements End {}

    /// It failed, and nothing of it is left.
    record TakenBack(RuntimeException cause) implements End {}

    /// It failed, and the next start finishes it: nothing may be written to the old files any more,
    /// and no file of the vacuum may be touched.
    record Stuck(RuntimeException cause) implements End {}
  }

  /// Steps 1 to 3.
  End run(CompactedFiles files) {
    boolean marked = false;
    try {
      files.sync();
      marked = true;
      mark();
      disk.rename(paths.of(VolumeFile.COMPACTED_DATA), paths.data());
      disk.rename(paths.of(VolumeFile.COMPACTED_INDEX), paths.index());
      VacuumRepair.syncDirectories(disk, paths);
      return new End.Renamed();
    } catch (RuntimeException e) {
      return !marked || isTakenBack() ? new End.TakenBack(e) : new End.Stuck(e);
    }
  }

  private void mark() {
    try (DiskFile marker =
        disk.open(paths.of(VolumeFile.COMPACTION_COMMITTED), OpenMode.CREATE_NEW)) {
      marker.syncAll();
    }
    disk.syncDirectory(paths.dataDirectory());
  }

  /// Removes the marker, unless a file was renamed already.
  private boolean isTakenBack() {
    try {
      boolean untouched =
          disk.find(paths.of(VolumeFile.COMPACTED_DATA)).isPresent()
              && disk.find(paths.of(VolumeFile.COMPACTED_INDEX)).isPresent();
      if (untouched) {
        disk.delete(paths.of(VolumeFile.COMPACTION_COMMITTED));
        disk.syncDirectory(paths.dataDirectory());
      }
      return untouched;
    } catch (AtollException e) {
      return false;
    }
  }
}
