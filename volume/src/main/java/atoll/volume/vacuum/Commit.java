package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;

/// Gives the new files their names:
///
/// 1. both are made durable; their names are since the compaction. From before this on they get all
///    that is appended ([Switching]);
/// 2. the marker is made and durable: from here on a start finishes the vacuum;
/// 3. both are renamed, and the volume serves them;
/// 4. the renames are made durable and the marker goes ([VacuumRepair#close]).
///
/// Only the third step needs the right to write. What is made durable between the second and the
/// fourth is so in the new files, under whichever name a crash leaves them.
///
/// Confined to one commit.
final class Commit {

  private final Disk disk;
  private final VolumePaths paths;

  Commit(Disk disk, VolumePaths paths) {
    this.disk = disk;
    this.paths = paths;
  }

  /// Step 2.
  void mark() {
    try (DiskFile marker =
        disk.open(paths.of(VolumeFile.COMPACTION_COMMITTED), OpenMode.CREATE_NEW)) {
      marker.syncAll();
    }
    disk.syncDirectory(paths.dataDirectory());
  }

  /// The renames of step 3.
  void rename() {
    disk.rename(paths.of(VolumeFile.COMPACTED_DATA), paths.data());
    disk.rename(paths.of(VolumeFile.COMPACTED_INDEX), paths.index());
  }

  /// Removes the marker, unless a file was renamed already.
  ///
  /// @return false if the next start may finish the vacuum: nothing may then be written to the old
  ///   files any more, and no file of the vacuum may be touched
  boolean takeBack() {
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
