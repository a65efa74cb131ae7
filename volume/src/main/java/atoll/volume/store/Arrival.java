package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.Volume;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// A volume whose files are arriving from elsewhere. Until it is finished its `.note` lies beside
/// them, so that after a crash at any step the next start either serves it whole or removes it.
///
/// Confined to one thread at a time; close it, which removes what arrived unless it was finished.
public final class Arrival implements AutoCloseable {

  private static final Set<VolumeFile> TRAVELLING =
      EnumSet.of(VolumeFile.DATA, VolumeFile.INDEX, VolumeFile.INFO);

  private final VolumeEnvironment environment;
  private final OffsetWidth width;
  private final MountTable mounted;
  private final StoreDirectory directory;
  private final VolumePaths paths;
  private final Map<VolumeFile, DiskFile> open = new EnumMap<>(VolumeFile.class);
  private boolean over;

  private Arrival(
      VolumeEnvironment environment,
      OffsetWidth width,
      MountTable mounted,
      StoreDirectory directory,
      VolumePaths paths) {
    this.environment = environment;
    this.width = width;
    this.mounted = mounted;
    this.directory = directory;
    this.paths = paths;
  }

  /// Leaves the note. The id counts as ending from before this call until the arrival is over.
  static Arrival begin(
      VolumeEnvironment environment,
      OffsetWidth width,
      MountTable mounted,
      StoreDirectory directory,
      VolumeName name) {
    Arrival arrival = new Arrival(environment, width, mounted, directory, directory.paths(name));
    environment.disk().open(arrival.note(), OpenMode.CREATE).close();
    environment.disk().syncDirectory(arrival.paths.dataDirectory());
    return arrival;
  }

  private Path note() {
    return paths.of(VolumeFile.COPYING);
  }

  public StoreDirectory directory() {
    return directory;
  }

  /// A new empty file of the volume, which belongs to the arrival.
  ///
  /// @param which data, index or info
  public DiskFile file(VolumeFile which) {
    Check.that(TRAVELLING.contains(which) && !over, "data, index and info arrive, each once");
    DiskFile file = environment.disk().open(paths.of(which), OpenMode.CREATE_NEW);
    open.put(which, file);
    return file;
  }

  /// Makes the volume durable and serves it.
  ///
  /// @param modified when each file was last changed where it comes from
  /// @throws AtollException as [Volume#open], and as the disk does; what arrived is then removed by
  ///   [#close()]
  public Volume finish(Map<VolumeFile, Instant> modified) {
    Disk disk = environment.disk();
    open.forEach((which, file) -> {
      Instant time = modified.get(which);
      if (time != null) {
        disk.setModified(paths.of(which), time);
      }
      file.syncAll();
    });
    closeFiles();
    syncDirectories(disk);
    Mounted arrived = StoreLoading.open(environment, width, directory, paths.name());
    boolean served = false;
    try {
      disk.delete(note());
      disk.syncDirectory(paths.dataDirectory());
      served = true;
    } finally {
      if (!served) {
        arrived.volume().close(() -> {});
      }
    }
    over = true;
    synchronized (mounted) {
      mounted.ended(paths.name().id());
      mounted.enter(arrived);
    }
    return arrived.volume();
  }

  private void syncDirectories(Disk disk) {
    disk.syncDirectory(paths.dataDirectory());
    if (!paths.indexDirectory().equals(paths.dataDirectory())) {
      disk.syncDirectory(paths.indexDirectory());
    }
  }

  private void closeFiles() {
    open.values().forEach(DiskFile::close);
    open.clear();
  }

  /// Removes what arrived, unless it was finished. If that fails, the next start does it.
  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    closeFiles();
    try {
      VolumeRemoval.remove(environment.disk(), paths);
    } catch (AtollException e) {
      environment
          .events()
          .report(
              new StoreEvent.VolumeFailed(
                  directory.toString(),
                  paths.name().toString(),
                  new AtollException(
                      Fault.IO, "a copy of it that did not arrive whole could not be removed", e)));
    } finally {
      mounted.ended(paths.name().id());
    }
  }
}
