package atoll.volume.store;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskSpace;
import atoll.volume.Restriction;
import atoll.volume.Volume;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeStatus;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.info.ServerState;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.SuperBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The volumes of a server in all its directories.
///
/// Looking a volume up takes no lock. Creating and mounting wait for the disk in the calling
/// thread; what ends a volume answers through a consumer, which must be quick and must not throw.
///
/// Shared (the table of volumes is concurrent; whoever changes it holds its lock).
public final class Store {

  private final VolumeEnvironment environment;
  private final StoreOptions options;
  private final List<StoreDirectory> directories;
  private final MountTable mounted = new MountTable();
  private final StateKeeper state;
  private final Room room;
  private final Endings endings;
  private final IndexMoves indexMoves;

  private Store(
      VolumeEnvironment environment,
      StoreOptions options,
      StateKeeper state,
      List<StoreDirectory> directories) {
    this.environment = environment;
    this.state = state;
    this.options = options;
    this.directories = List.copyOf(directories);
    this.room = new Room(this.directories, mounted::in);
    this.endings = new Endings(environment, options.width(), mounted);
    this.indexMoves = new IndexMoves(mounted);
  }

  /// Gets the directories ready and loads their volumes. A directory or volume that fails is
  /// reported, and the others are served. A directory that another process has, or another store,
  /// fails too. After a `TIMEOUT` the directories stay taken until the process ends, because a
  /// volume that hangs may still be mended.
  ///
  /// @param settings one directory or more; the first one's index directory keeps the state
  /// @param randomness for the ids of new directories
  /// @throws AtollException `BAD_INPUT` if none is named or one is named twice, `TIMEOUT`
  public static Store open(
      VolumeEnvironment environment,
      Randomness randomness,
      List<DirectorySettings> settings,
      StoreOptions options) {
    refuseSame(settings);
    List<StoreDirectory> directories = new ArrayList<>();
    for (int number = 0; number < settings.size(); number++) {
      DirectorySettings each = settings.get(number);
      try {
        directories.add(
            StoreDirectory.prepare(
                environment.disk(),
                environment.events(),
                randomness,
                number,
                each,
                options.spoolsMax()));
      } catch (AtollException e) {
        environment.events().report(new StoreEvent.DirectoryFailed(each.data().toString(), e));
      }
    }
    StateKeeper state = StateKeeper.load(environment, settings.getFirst().index());
    Store store = new Store(environment, options, state, directories);
    synchronized (store.mounted) {
      new StoreLoading(environment, options).load(store.directories).forEach(store.mounted::enter);
      for (StoreDirectory directory : store.directories) {
        if (directory.isLow()) {
          store.reportSpace(directory);
        }
      }
    }
    return store;
  }

  private static void refuseSame(List<DirectorySettings> settings) {
    if (settings.isEmpty()) {
      throw new AtollException(Fault.BAD_INPUT, "no directory is named; name one for the volumes");
    }
    Set<Path> seen = new HashSet<>();
    for (DirectorySettings each : settings) {
      if (!seen.add(each.data().normalize())) {
        throw new AtollException(
            Fault.BAD_INPUT, "directory " + each.data() + " is named twice; name it once");
      }
    }
  }

  // ---- the server's own state ----

  /// What the server remembers of itself: maintenance mode, and the version of this state.
  public ServerState state() {
    return state.now();
  }

  /// Changes the state for good: the file is replaced in one step before anybody sees the change.
  ///
  /// @param presentVersion which the caller believes to change
  /// @throws AtollException `CONFLICT` if the version is another, else as the disk does; the state
  ///   then stays as it was
  public ServerState changeState(int presentVersion, boolean maintenance) {
    return state.change(presentVersion, maintenance);
  }

  // ---- finding ----

  /// Those that are served.
  public List<StoreDirectory> directories() {
    return directories;
  }

  public Optional<Volume> find(VolumeId id) {
    return mounted.find(id).map(Mounted::volume);
  }

  /// All volumes that are served, by id.
  public List<Volume> volumes() {
    return mounted.all().stream()
        .map(Mounted::volume)
        .sorted(Comparator.comparing(volume -> volume.name().id()))
        .toList();
  }

  /// The directory of a volume.
  public Optional<StoreDirectory> directoryOf(VolumeId id) {
    return mounted.find(id).map(Mounted::directory);
  }

  // ---- beginning ----

  /// Makes a volume in the directory of that disk type with the fewest.
  ///
  /// @throws AtollException `CONFLICT` if there is anything of a volume of that id, `NO_SPACE` if
  ///   no directory takes it, `BUSY` while one of that id is ending, else as the disk does
  public Volume create(VolumeName name, SuperBlock superBlock, String diskType) {
    synchronized (mounted) {
      mounted.refuseEnding(name.id());
      if (mounted.find(name.id()).isPresent()) {
        throw new AtollException(Fault.CONFLICT, "volume id " + name.id() + " already exists");
      }
      directories.forEach(directory -> refuseRemains(directory, name));
      StoreDirectory directory = room.forNew(DirectorySettings.diskTypeOf(diskType));
      Volume volume =
          Volume.create(environment, directory.paths(name), superBlock, options.width());
      mounted.enter(new Mounted(directory, volume));
      return volume;
    }
  }

  /// What lies about could be taken for the new volume's, or end it at the next start.
  private void refuseRemains(StoreDirectory directory, VolumeName name) {
    Disk disk = environment.disk();
    for (VolumeFile file :
        List.of(
            VolumeFile.DATA,
            VolumeFile.COPYING,
            VolumeFile.COMPACTED_DATA,
            VolumeFile.COMPACTED_INDEX,
            VolumeFile.COMPACTION_COMMITTED)) {
      Path path = directory.paths(name).of(file);
      if (disk.find(path).isPresent()) {
        throw new AtollException(
            Fault.CONFLICT,
            "volume id %s already exists: there is %s; mount it or move it away"
                .formatted(name.id(), path));
      }
    }
  }

  /// Where the copy of a volume should go: the directory of that disk type with the most free
  /// slots. Nothing is reserved.
  ///
  /// @param bytes which must be less than what is free there
  public Optional<StoreDirectory> directoryForCopy(String diskType, long bytes) {
    return room.forCopy(DirectorySettings.diskTypeOf(diskType), bytes);
  }

  /// Begins to take in a volume from elsewhere, in the directory that [#directoryForCopy] names.
  /// What an earlier copy of it has left there is removed.
  ///
  /// @param bytes of all its files
  /// @throws AtollException `CONFLICT` if there is anything else of a volume of that id, `NO_SPACE`
  ///   if no directory takes it, `BUSY` while one of that id is arriving or ending, else as the
  ///   disk does
  public Arrival receive(VolumeName name, String diskType, long bytes) {
    checkSpace();
    StoreDirectory directory;
    synchronized (mounted) {
      mounted.refuseEnding(name.id());
      if (mounted.find(name.id()).isPresent()) {
        throw new AtollException(Fault.CONFLICT, "volume id " + name.id() + " already exists");
      }
      for (StoreDirectory each : directories) {
        if (environment.disk().find(each.paths(name).of(VolumeFile.COPYING)).isPresent()) {
          VolumeRemoval.remove(environment.disk(), each.paths(name));
        }
        refuseRemains(each, name);
      }
      directory =
          directoryForCopy(diskType, bytes)
              .orElseThrow(() ->
                  new AtollException(
                      Fault.NO_SPACE,
                      "no space left: no directory of disk type \"%s\" has a free slot and %d bytes"
                          .formatted(diskType, bytes)));
      mounted.begin(name.id());
    }
    boolean begun = false;
    try {
      Arrival arrival = Arrival.begin(environment, options.width(), mounted, directory, name);
      begun = true;
      return arrival;
    } finally {
      if (!begun) {
        mounted.ended(name.id());
      }
    }
  }

  /// Loads a volume that lies in one of the directories; one that is served already is fine.
  ///
  /// @throws AtollException `NOT_FOUND`, `CONFLICT` if it is half copied or half deleted, `BUSY`
  ///   while it is ending, else as [Volume#open]
  public Volume mount(VolumeId id) {
    synchronized (mounted) {
      mounted.refuseEnding(id);
      Optional<Mounted> there = mounted.find(id);
      if (there.isPresent()) {
        return there.get().volume();
      }
      List<Duplicates.Found> found = new ArrayList<>();
      for (int at = 0; at < directories.size(); at++) {
        for (DirectoryScan.Finding finding : directories.get(at).scan(environment.disk())) {
          if (finding.name().id().equals(id)) {
            candidate(finding, at).ifPresent(found::add);
          }
        }
      }
      if (found.isEmpty()) {
        throw new AtollException(Fault.NOT_FOUND, "volume " + id + " not found on disk");
      }
      Duplicates.Found served = Duplicates.decide(found).serve().getFirst();
      Mounted fresh =
          StoreLoading.open(
              environment, options.width(), directories.get(served.directory()), served.name());
      mounted.enter(fresh);
      return fresh.volume();
    }
  }

  private Optional<Duplicates.Found> candidate(DirectoryScan.Finding finding, int at) {
    return switch (finding) {
      case DirectoryScan.Finding.Serve(var name, boolean hasNeedles) ->
          Optional.of(new Duplicates.Found(at, name, hasNeedles));
      case DirectoryScan.Finding.Remove(var name) ->
          throw new AtollException(
              Fault.CONFLICT,
              "volume %s in %s is half copied or half deleted; the next start removes it"
                  .formatted(name, directories.get(at)));
      case DirectoryScan.Finding.RemoveRemainder _, DirectoryScan.Finding.LeaveAside _ ->
          Optional.empty();
    };
  }

  // ---- ending ----

  /// Closes a volume after the writes that wait, and leaves its files.
  public void unmount(VolumeId id, Consumer<? super EndResult> done) {
    endings.unmount(id, done);
  }

  /// Closes a volume and removes its files. A crash in between leaves it whole, or marked so that
  /// the next start removes the rest.
  ///
  /// @param onlyEmpty whether one with needles is refused, and served on
  public void delete(VolumeId id, boolean onlyEmpty, Consumer<? super EndResult> done) {
    endings.delete(id, onlyEmpty, done);
  }

  /// Moves the index of a volume that lies beside its data into the directory for indexes, while
  /// the volume is served ([Volume#moveIndex]).
  ///
  /// @param stop asked now and then; the index then stays where it is
  public void consolidateIndex(
      VolumeId id, BooleanSupplier stop, Consumer<? super EndResult> done) {
    indexMoves.begin(id, stop, done);
  }

  /// Deletes all volumes of a collection.
  ///
  /// @param done takes what came of each
  public void deleteCollection(String collection, Consumer<? super List<EndResult>> done) {
    endings.deleteAll(each -> each.volume().name().collection().equals(collection), done);
  }

  /// Deletes the volumes whose TTL has been over for long, as a master expects. To be called before
  /// each heartbeat.
  ///
  /// @param done takes what came of each
  public void deleteExpired(Consumer<? super List<EndResult>> done) {
    VolumeQuota now = room.quota();
    long nowSeconds = environment.clock().now().getEpochSecond();
    endings.deleteAll(
        each -> {
          boolean over = Expiry.isLongOver(each.status(), now, nowSeconds);
          if (over) {
            reportExpired(each);
          }
          return over;
        },
        done);
  }

  private void reportExpired(Mounted volume) {
    environment
        .events()
        .report(
            new StoreEvent.Expired(
                volume.directory().toString(), volume.volume().name().toString(), "it is deleted"));
  }

  /// Closes all volumes, then gives the directories back.
  ///
  /// @param done takes what came of each
  public void close(Consumer<? super List<EndResult>> done) {
    endings.unmountAll(results -> {
      directories.forEach(StoreDirectory::unlock);
      done.accept(results);
    });
  }

  // ---- room ----

  /// Looks how much is free. To be called now and then.
  public void checkSpace() {
    for (StoreDirectory directory : directories) {
      try {
        changeSpace(directory, environment.disk().space(directory.settings().data()));
      } catch (AtollException e) {
        environment.events().report(new StoreEvent.DirectoryFailed(directory.toString(), e));
      }
    }
  }

  /// Looks whether the data files of the volumes are still there. One that is gone is still read
  /// from while it is open, but a master should not count on it. To be called now and then.
  public void checkFiles() {
    for (Mounted each : mounted.all()) {
      VolumeStatus status = each.status();
      if (status.remote().isPresent()) {
        continue;
      }
      try {
        boolean there = environment.disk().find(each.volume().paths().data()).isPresent();
        changeVanished(each, !there && status.dataBytes() > SuperBlock.FIXED_BYTES);
      } catch (AtollException e) {
        environment.events().report(new StoreEvent.DirectoryFailed(each.directory().toString(), e));
      }
    }
  }

  private void changeVanished(Mounted volume, boolean gone) {
    VolumeId id = volume.volume().name().id();
    synchronized (mounted) {
      if (!mounted.find(id).equals(Optional.of(volume))) {
        return;
      }
      if (mounted.setVanished(id, gone)) {
        environment
            .events()
            .report(
                new StoreEvent.DataFileVanished(
                    volume.directory().toString(), volume.volume().name().toString(), gone));
      }
    }
  }

  private void changeSpace(StoreDirectory directory, DiskSpace now) {
    synchronized (mounted) {
      boolean was = directory.isLow();
      directory.setSpace(now);
      if (directory.isLow() != was) {
        for (Mounted each : mounted.in(directory)) {
          if (was) {
            each.volume().release(Restriction.LOW_SPACE);
          } else {
            each.volume().restrict(Restriction.LOW_SPACE);
          }
        }
        reportSpace(directory);
      }
    }
  }

  private void reportSpace(StoreDirectory directory) {
    environment
        .events()
        .report(
            new StoreEvent.SpaceChanged(
                directory.toString(), directory.isLow(), directory.space().usableBytes()));
  }

  /// Takes over what the master says of volumes.
  public void setQuota(VolumeQuota now) {
    room.setQuota(now);
  }

  /// How many volumes a directory may have at present; 0 means no limit.
  public int volumesMax(StoreDirectory directory) {
    return room.volumesMax(directory);
  }

  /// What a heartbeat says.
  public StoreInventory inventory() {
    return room.inventory(environment.clock().now().getEpochSecond(), mounted.vanished());
  }
}
