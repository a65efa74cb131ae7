package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.volume.StaleMaps;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;

/// Finishes or discards what an interrupted vacuum left: to be called for every volume before it is
/// opened, and never while it is open.
public final class VacuumRepair {

  private VacuumRepair() {}

  /// Makes a volume wholly the old or wholly the new one. A crash within changes nothing about what
  /// the next call decides.
  ///
  /// @return what was done
  /// @throws AtollException as the disk does; the volume must then not be opened
  public static VacuumRecovery run(VolumeEnvironment environment, VolumePaths given) {
    Disk disk = environment.disk();
    VolumePaths paths = whereTheIndexIs(disk, given);
    VacuumRecovery recovery =
        VacuumRecovery.decide(
            new VacuumRecovery.Remains(
                isThere(disk, paths, VolumeFile.COMPACTION_COMMITTED),
                isThere(disk, paths, VolumeFile.COMPACTED_DATA),
                isThere(disk, paths, VolumeFile.COMPACTED_INDEX),
                isThere(disk, paths, VolumeFile.DATA),
                isThere(disk, paths, VolumeFile.INDEX)));
    disk.delete(paths.of(VolumeFile.COMPACTED_MAP));
    switch (recovery) {
      case VacuumRecovery.Nothing _ -> {}
      case VacuumRecovery.Discard _ -> discard(disk, paths);
      case VacuumRecovery.Finish finish -> finish(disk, paths, finish);
      case VacuumRecovery.Leave(String why) ->
          throw new AtollException(
              Fault.CORRUPT, paths + ": " + why + "; move these files away or restore the volume");
    }
    if (!(recovery instanceof VacuumRecovery.Nothing)) {
      environment
          .events()
          .report(
              new VacuumEvent.Recovered(
                  paths.name().toString(), recovery instanceof VacuumRecovery.Finish));
    }
    return recovery;
  }

  /// An index beside the data is used before one in the directory for indexes.
  private static VolumePaths whereTheIndexIs(Disk disk, VolumePaths given) {
    VolumePaths beside = new VolumePaths(given.dataDirectory(), given.name());
    return isThere(disk, beside, VolumeFile.INDEX) ? beside : given;
  }

  private static boolean isThere(Disk disk, VolumePaths paths, VolumeFile file) {
    return disk.find(paths.of(file)).isPresent();
  }

  /// Deletes the new files of a vacuum that has not committed, once it is certain that no marker
  /// comes back.
  static void discard(Disk disk, VolumePaths paths) {
    disk.syncDirectory(paths.dataDirectory());
    disk.delete(paths.of(VolumeFile.COMPACTED_DATA));
    disk.delete(paths.of(VolumeFile.COMPACTED_INDEX));
    disk.delete(paths.of(VolumeFile.COMPACTED_MAP));
  }

  private static void finish(Disk disk, VolumePaths paths, VacuumRecovery.Finish plan) {
    if (plan.data()) {
      disk.rename(paths.of(VolumeFile.COMPACTED_DATA), paths.data());
    }
    if (plan.index()) {
      disk.rename(paths.of(VolumeFile.COMPACTED_INDEX), paths.index());
    }
    syncDirectories(disk, paths);
    // It may be of the old index, and is noticed then too, but so it takes no room.
    disk.delete(paths.of(VolumeFile.DISK_MAP));
    close(disk, paths);
  }

  static void syncDirectories(Disk disk, VolumePaths paths) {
    disk.syncDirectory(paths.dataDirectory());
    if (!paths.indexDirectory().equals(paths.dataDirectory())) {
      disk.syncDirectory(paths.indexDirectory());
    }
  }

  /// Ends a commit whose renames are durable.
  static void close(Disk disk, VolumePaths paths) {
    StaleMaps.removeOfOthers(disk, paths);
    disk.syncDirectory(paths.indexDirectory());
    disk.delete(paths.of(VolumeFile.COMPACTION_COMMITTED));
    disk.syncDirectory(paths.dataDirectory());
  }
}
