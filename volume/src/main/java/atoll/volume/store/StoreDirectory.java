package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.volume.DirectoryLock;
import atoll.volume.Spools;
import atoll.volume.VolumeInfoFile;
import atoll.volume.VolumePaths;
import atoll.volume.files.DirectoryId;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.info.VolumeInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One data directory that a store serves. Shared (its space is written by the store, under the
/// store's lock).
public final class StoreDirectory {

  private static final int ID_BYTES_MAX = 4096;

  private final int number;
  private final DirectorySettings settings;
  private final DirectoryId id;
  private final Spools spools;
  private final DiskLock lock;
  private volatile DiskSpace space;
  private volatile int shards;

  private StoreDirectory(
      int number,
      DirectorySettings settings,
      DirectoryId id,
      Spools spools,
      DiskLock lock,
      DiskSpace space) {
    this.lock = lock;
    this.number = number;
    this.settings = settings;
    this.id = id;
    this.spools = spools;
    this.space = space;
  }

  /// Gets a directory ready: both directories are made, its lock is taken, the id is read or made,
  /// spools of an earlier process are removed.
  ///
  /// @param number its place among the directories of the store
  /// @throws atoll.kit.AtollException `BUSY` if another store or the offline tool has it, else as
  ///   the disk does
  static StoreDirectory prepare(
      Disk disk,
      Events events,
      Randomness randomness,
      int number,
      DirectorySettings settings,
      int spoolsMax) {
    disk.createDirectories(settings.data());
    disk.createDirectories(settings.index());
    DiskLock lock = lock(disk, events, settings.data());
    boolean ready = false;
    try {
      StoreDirectory directory =
          new StoreDirectory(
              number,
              settings,
              id(disk, randomness, settings.data()),
              new Spools(disk, settings.data(), spoolsMax),
              lock,
              disk.space(settings.data()));
      ready = true;
      return directory;
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  /// Some file systems know no locks: then there is none, as with SeaweedFS.
  private static DiskLock lock(Disk disk, Events events, Path directory) {
    try {
      return DirectoryLock.take(disk, directory);
    } catch (AtollException e) {
      if (e.fault() != Fault.IO) {
        throw e;
      }
      events.report(new StoreEvent.LockMissing(directory.toString(), e));
      return () -> {};
    }
  }

  private static DirectoryId id(Disk disk, Randomness randomness, Path directory) {
    Path path = directory.resolve(VolumeFile.DIRECTORY_ID);
    Optional<DirectoryId> present =
        disk.find(path).isPresent() ? readId(disk, path) : Optional.empty();
    return present.orElseGet(() -> makeId(disk, randomness, directory, path));
  }

  private static Optional<DirectoryId> readId(Disk disk, Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer content = ByteBuffer.allocateDirect(ID_BYTES_MAX);
      file.readAt(0, content);
      return DirectoryId.read(Bytes.copyOf(content.flip()));
    }
  }

  private static DirectoryId makeId(Disk disk, Randomness randomness, Path directory, Path path) {
    DirectoryId fresh = DirectoryId.fresh(randomness);
    Path hidden = path.resolveSibling(path.getFileName() + ".tmp");
    disk.delete(hidden);
    try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      Bytes text = fresh.write();
      file.append(ByteBuffer.allocateDirect(text.size()).put(text.asBuffer()).flip());
      file.syncAll();
    }
    disk.rename(hidden, path);
    disk.syncDirectory(directory);
    return fresh;
  }

  /// Its place among the directories of the store, from 0: the disk number of its volumes.
  public int number() {
    return number;
  }

  public DirectorySettings settings() {
    return settings;
  }

  public DirectoryId id() {
    return id;
  }

  /// Where large bodies for volumes of this directory are gathered.
  public Spools spools() {
    return spools;
  }

  /// Room on its disk when the store last looked.
  public DiskSpace space() {
    return space;
  }

  /// Whether less is free than should be.
  public boolean isLow() {
    return settings.floor().isBroken(space);
  }

  void setSpace(DiskSpace now) {
    space = now;
  }

  /// How many shards of erasure-coded volumes lie here; ten begun take the slot of a volume.
  public int shards() {
    return shards;
  }

  /// Corrects the count that was taken at the start, for whoever makes, copies or removes shards.
  public void setShards(int now) {
    Check.that(now >= 0, "a directory cannot have less than no shards");
    shards = now;
  }

  /// Lets others have the directory.
  void unlock() {
    lock.close();
  }

  List<DirectoryScan.Finding> scan(Disk disk) {
    List<DiskEntry> data = disk.list(settings.data());
    shards = DirectoryScan.shardFiles(data);
    return DirectoryScan.findings(
            data,
            settings.index().equals(settings.data()) ? data : disk.list(settings.index()),
            name -> isEncoded(disk, name))
        .stream()
        .map(finding -> withPlace(disk, finding))
        .toList();
  }

  /// Says of a volume without data where that is, if its info knows.
  private DirectoryScan.Finding withPlace(Disk disk, DirectoryScan.Finding finding) {
    return finding instanceof DirectoryScan.Finding.LeaveAside(var name, String _)
            && disk.find(paths(name).data()).isEmpty()
            && info(disk, name) instanceof VolumeInfo.Reading.Found(var info)
            && !info.files().isEmpty()
        ? new DirectoryScan.Finding.LeaveAside(
            name,
            "its .dat is in remote storage (%s, key %s) and not here; fetch it to have the volume served"
                .formatted(info.files().getFirst().backendName(), info.files().getFirst().key()))
        : finding;
  }

  private VolumeInfo.Reading info(Disk disk, VolumeName name) {
    try {
      return VolumeInfoFile.read(disk, paths(name));
    } catch (AtollException e) {
      return new VolumeInfo.Reading.Malformed(String.valueOf(e.getMessage()));
    }
  }

  /// An info that cannot be read says nothing; the volume fails to load then, and that is reported.
  private boolean isEncoded(Disk disk, VolumeName name) {
    return info(disk, name) instanceof VolumeInfo.Reading.Found(var info)
        && info.ecShardConfig().isPresent()
        && info.files().isEmpty();
  }

  VolumePaths paths(VolumeName name) {
    return new VolumePaths(settings.data(), settings.index(), name);
  }

  @Override
  public String toString() {
    return settings.data().toString();
  }
}
