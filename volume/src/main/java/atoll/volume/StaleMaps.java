package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.volume.files.VolumeFile;
import java.nio.file.Path;
import java.util.List;

/// Removes what other servers keep beside a volume to find its needles, before it becomes stale.
public final class StaleMaps {

  private static final List<VolumeFile> MAPS =
      List.of(VolumeFile.SORTED_INDEX, VolumeFile.LEVEL_DB, VolumeFile.REDB);

  private StaleMaps() {}

  /// Removes those that are there.
  ///
  /// @throws AtollException as the disk does
  public static void remove(Disk disk, VolumePaths paths) {
    for (VolumeFile map : MAPS) {
      Path path = paths.of(map);
      disk.find(path).ifPresent(entry -> remove(disk, entry));
    }
  }

  private static void remove(Disk disk, DiskEntry entry) {
    if (entry.kind() == DiskEntry.Kind.DIRECTORY) {
      disk.list(entry.path()).forEach(inside -> disk.delete(inside.path()));
    }
    disk.delete(entry.path());
  }
}
