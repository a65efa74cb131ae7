package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.volume.files.VolumeFile;
import java.util.List;

/// Removes what is kept beside a volume to find its needles, before it becomes stale.
public final class StaleMaps {

  private static final List<VolumeFile> MAPS =
      List.of(VolumeFile.SORTED_INDEX, VolumeFile.LEVEL_DB, VolumeFile.REDB);

  private StaleMaps() {}

  /// Removes those that are there, because the index has become another.
  ///
  /// @throws AtollException as the disk does
  public static void remove(Disk disk, VolumePaths paths) {
    removeOfOthers(disk, paths);
    // Ours would be noticed too, but so it takes no room.
    disk.delete(paths.of(VolumeFile.DISK_MAP));
  }

  /// Removes those of other servers that are there.
  ///
  /// @throws AtollException as the disk does
  public static void removeOfOthers(Disk disk, VolumePaths paths) {
    remove(disk, paths, false);
  }

  /// Removes those of other servers that are there, because rows come to the index.
  ///
  /// @param sortedIsInUse whether deletions go to the `.sdx` too, so that it stays true
  static void remove(Disk disk, VolumePaths paths, boolean sortedIsInUse) {
    for (VolumeFile map : MAPS) {
      if (map != VolumeFile.SORTED_INDEX || !sortedIsInUse) {
        disk.find(paths.of(map)).ifPresent(entry -> remove(disk, entry));
      }
    }
  }

  private static void remove(Disk disk, DiskEntry entry) {
    if (entry.kind() == DiskEntry.Kind.DIRECTORY) {
      disk.list(entry.path()).forEach(inside -> disk.delete(inside.path()));
    }
    disk.delete(entry.path());
  }
}
