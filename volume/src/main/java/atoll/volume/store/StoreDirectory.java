package atoll.volume.store;

import atoll.kit.Bytes;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import atoll.volume.Spools;
import atoll.volume.VolumePaths;
import atoll.volume.files.DirectoryId;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
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
  private volatile DiskSpace space;

  private StoreDirectory(
      int number, DirectorySettings settings, DirectoryId id, Spools spools, DiskSpace space) {
    this.number = number;
    this.settings = settings;
    this.id = id;
    this.spools = spools;
    this.space = space;
  }

  /// Gets a directory ready: both directories are made, the id is read or made, spools of an
  /// earlier process are removed.
  ///
  /// @param number its place among the directories of the store
  /// @throws atoll.kit.AtollException as the disk does
  static StoreDirectory prepare(
      Disk disk, Randomness randomness, int number, DirectorySettings settings, int spoolsMax) {
    disk.createDirectories(settings.data());
    disk.createDirectories(settings.index());
    return new StoreDirectory(
        number,
        settings,
        id(disk, randomness, settings.data()),
        new Spools(disk, settings.data(), spoolsMax),
        disk.space(settings.data()));
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

  List<DirectoryScan.Finding> scan(Disk disk) {
    List<DiskEntry> data = disk.list(settings.data());
    return DirectoryScan.findings(
        data, settings.index().equals(settings.data()) ? data : disk.list(settings.index()));
  }

  VolumePaths paths(VolumeName name) {
    return new VolumePaths(settings.data(), settings.index(), name);
  }

  @Override
  public String toString() {
    return settings.data().toString();
  }
}
