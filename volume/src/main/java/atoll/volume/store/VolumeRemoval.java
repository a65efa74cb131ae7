package atoll.volume.store;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.OpenMode;
import atoll.volume.StaleMaps;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import java.nio.file.Path;
import java.util.List;

/// Removes the files of a volume that nobody has open. The `.note` that marks a half copy is there
/// from the first deletion to the last, so that the next start ends what a crash has interrupted.
final class VolumeRemoval {

  private VolumeRemoval() {}

  /// Removes all but what is saved for people: cut tails stay.
  ///
  /// @throws atoll.kit.AtollException as the disk does; calling it again goes on
  static void remove(Disk disk, VolumePaths paths) {
    Path note = paths.of(VolumeFile.COPYING);
    disk.open(note, OpenMode.CREATE).close();
    disk.syncDirectory(paths.dataDirectory());
    VolumePaths beside = new VolumePaths(paths.dataDirectory(), paths.name());
    for (VolumeFile file : VolumeFile.values()) {
      if (file != VolumeFile.COPYING) {
        delete(disk, paths.of(file));
        delete(disk, beside.of(file));
      }
    }
    if (!paths.indexDirectory().equals(paths.dataDirectory())) {
      disk.syncDirectory(paths.indexDirectory());
    }
    disk.syncDirectory(paths.dataDirectory());
    disk.delete(note);
    disk.syncDirectory(paths.dataDirectory());
  }

  /// Removes data and index of a volume that was encoded into shards, whose info stays. The data
  /// file goes last, so that the next start ends what a crash has interrupted.
  ///
  /// @throws atoll.kit.AtollException as the disk does; calling it again goes on
  static void removeRemainder(Disk disk, VolumePaths paths) {
    for (VolumePaths each : List.of(paths, paths.indexBesideData())) {
      StaleMaps.remove(disk, each);
      disk.delete(each.index());
      disk.syncDirectory(each.indexDirectory());
    }
    disk.delete(paths.data());
    disk.syncDirectory(paths.dataDirectory());
  }

  private static void delete(Disk disk, Path path) {
    disk.find(path)
        .ifPresent(entry -> {
          if (entry.kind() == DiskEntry.Kind.DIRECTORY) {
            disk.list(path).forEach(inside -> disk.delete(inside.path()));
          }
          disk.delete(path);
        });
  }
}
