package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A file system in memory that loses power as a real one may. **The fault model.** What was synced
/// is never lost. Of the bytes of a file that were not, each sector of 512 bytes is found as it was
/// at some moment since the last sync, each sector at a moment of its own, and the length as it was
/// at yet another, or within the write that was next to extend it: a page cache is written back in
/// any order, always with what it holds just then. Bytes inside the length that never reached the
/// medium are zeros, as file systems hide what stood in fresh blocks. A write that was under way
/// leaves its first bytes, cut anywhere. A cut (`truncate`) that survived has taken its bytes with
/// it, and bytes written behind a cut survive only with the cut, because lengths and blocks go
/// through a journal in order. Of the changes of names that were not synced (create, delete,
/// rename, new directory) any set survives, also a later one without an earlier one, as a directory
/// is synced on its own and logs are kept by file; but a change never survives without those it
/// stands on: earlier ones of the same names, for the removal of a directory those inside it, for a
/// move the making of the directory moved into. A rename is whole or absent, also between two
/// directories, and syncing either of them makes it durable. Syncing a file says nothing of its
/// name; syncing a directory says nothing of its own name in its parent. Files, and bytes and
/// names, know nothing of each other.
///
/// Same seed and same calls give the same bytes. Paths are absolute names; `/` exists. Operations
/// that change something are counted from 1 and can be made the last one: [#crashAt]. After a crash
/// the disk and its open files throw [SimulatedCrash]; life goes on with the disk that [#crash] or
/// [#afterCrash] returns.
///
/// Shared, guarded by one lock a disk.
public final class SimDisk implements Disk {

  private static final long CAPACITY_BYTES = 1L << 50;
  private static final int OPEN_FILES_MAX = 1 << 20;

  private final Object lock = new Object();
  private final Clock clock;
  private final Names names;
  private final Space space;
  private final Power power;

  /// Held by somebody. No fork and no later life knows of them.
  private final Set<Path> locked = new HashSet<>();

  /// An empty disk with ample room and a time of its own, which moves by a microsecond at each
  /// look.
  public SimDisk() {
    this(new OwnTime(0));
  }

  /// An empty disk with ample room.
  public SimDisk(Clock clock) {
    this(clock, CAPACITY_BYTES, OPEN_FILES_MAX);
  }

  /// An empty disk.
  ///
  /// @param clock gives the times of modification
  /// @param capacityBytes beyond it, counted in pages of 4 KiB, is `NO_SPACE`
  /// @param openFilesMax beyond it is `BUSY`
  public SimDisk(Clock clock, long capacityBytes, int openFilesMax) {
    this(
        clock,
        new Names(clock.now()),
        new Space(capacityBytes, openFilesMax),
        new Power(new AtomicLong(), false));
  }

  private SimDisk(Clock clock, Names names, Space space, Power power) {
    this.clock = clock;
    this.names = names;
    this.space = space;
    this.power = power;
  }

  /// How many operations were made on this disk, its forks and all its lives, reads included.
  public long operations() {
    return power.operations().get();
  }

  /// How many operations changed something in this life: what crash points count. Creating a file
  /// by opening it is one, each directory made is one, syncs are; calls that fail beforehand or
  /// have nothing to do are none.
  public long mutations() {
    synchronized (lock) {
      return power.mutations();
    }
  }

  /// How many files are open.
  public int openFiles() {
    synchronized (lock) {
      return space.openFiles();
    }
  }

  /// Plans the loss of power. The disk to go on with is then [#afterCrash()].
  public void crashAt(CrashPoint point) {
    synchronized (lock) {
      power.plan(point);
    }
  }

  /// Whether power is gone.
  public boolean isCrashed() {
    synchronized (lock) {
      return power.isCut();
    }
  }

  /// Cuts the power now, if it is not gone yet.
  ///
  /// @return the disk as the machine finds it
  public SimDisk crash(Randomness randomness) {
    synchronized (lock) {
      if (!power.isCut()) {
        power.cut("power was cut after operation " + power.mutations());
      }
      return survivor(null, randomness);
    }
  }

  /// The disk as the machine finds it after the crash that was planned by [#crashAt].
  public SimDisk afterCrash() {
    synchronized (lock) {
      return survivor(null, power.luck());
    }
  }

  /// An equal disk with no file open, what is not synced included. Neither sees what happens to the
  /// other from now on. Pages are shared until one of the two writes them.
  public SimDisk fork() {
    synchronized (lock) {
      power.demand();
      return fork(Names.noCopies());
    }
  }

  private SimDisk fork(Map<Node, Node> copies) {
    return alike(names.fork(copies), power.isCounted());
  }

  private SimDisk alike(Names other, boolean counted) {
    Clock time = clock instanceof OwnTime own ? own.fork() : clock;
    return new SimDisk(time, other, space.with(other), new Power(power.operations(), counted));
  }

  private SimDisk survivor(Power.@Nullable Tearable torn, Randomness randomness) {
    Map<Node, Node> copies = Names.noCopies();
    SimDisk fork = fork(copies);
    if (torn != null) {
      Content target =
          copies.get(torn.content()) instanceof Content copy ? copy : torn.content().fork();
      torn.tear(target, randomness);
    }
    return alike(fork.names.survivor(Temper.ofDisk(randomness), randomness), true);
  }

  /// Shows every point at which this disk could crash.
  void watch(CrashWatcher watcher) {
    synchronized (lock) {
      power.watch(watcher);
    }
  }

  @Override
  public DiskFile open(Path path, OpenMode mode) {
    synchronized (lock) {
      power.demand();
      Content content =
          switch (names.find(path)) {
            case null -> create(path, mode);
            case Directory _ -> throw Names.refused(Fault.CONFLICT, "open", path, "is a directory");
            case Content _ when mode == OpenMode.CREATE_NEW ->
                throw Names.refused(Fault.CONFLICT, "create", path, "exists already");
            case Content found -> {
              power.look();
              space.openFile(path);
              yield found;
            }
          };
      content.opened();
      return new SimFile(this, path, content, mode != OpenMode.READ);
    }
  }

  private Content create(Path path, OpenMode mode) {
    NameChange.Name name = names.name("open", path);
    if (mode == OpenMode.READ || mode == OpenMode.WRITE) {
      throw Names.refused(Fault.NOT_FOUND, "open", path, "no such file");
    }
    space.openFile(path);
    Content content = new Content(clock.now());
    change("create " + path, () -> names.link(name, content, clock.now()));
    return content;
  }

  @Override
  public void rename(Path from, Path to) {
    synchronized (lock) {
      power.demand();
      Node node = names.find(from);
      if (node == null) {
        throw Names.refused(Fault.NOT_FOUND, "rename", from, "no such file");
      }
      NameChange.Name source = names.name("rename", from);
      NameChange.Name target = names.name("rename to", to);
      Node replaced = names.find(to);
      if (replaced == node) {
        return;
      }
      requireReplaceable(node, replaced, to);
      if (node instanceof Directory && to.normalize().startsWith(from.normalize())) {
        throw Names.refused(Fault.CONFLICT, "rename to", to, "lies inside " + from);
      }
      change(
          "rename " + from + " to " + to,
          () -> {
            names.move(source, target, node, clock.now());
            release(replaced);
          });
    }
  }

  private static void requireReplaceable(Node node, @Nullable Node replaced, Path to) {
    boolean fits =
        switch (replaced) {
          case null -> true;
          case Content _ -> node instanceof Content;
          case Directory directory -> node instanceof Directory && directory.now().isEmpty();
        };
    if (!fits) {
      throw Names.refused(Fault.CONFLICT, "rename to", to, "something of another kind is there");
    }
  }

  @Override
  public boolean delete(Path path) {
    synchronized (lock) {
      power.demand();
      Node node = names.find(path);
      if (node == null) {
        return false;
      }
      if (node instanceof Directory directory && !directory.now().isEmpty()) {
        throw Names.refused(Fault.CONFLICT, "delete", path, "the directory is not empty");
      }
      NameChange.Name name = names.name("delete", path);
      change(
          "delete " + path,
          () -> {
            names.unlink(name, node, clock.now());
            release(node);
          });
      return true;
    }
  }

  @Override
  public List<DiskEntry> list(Path directory) {
    synchronized (lock) {
      power.look();
      List<DiskEntry> entries = new ArrayList<>();
      names
          .directory("list", directory)
          .now()
          .forEach((name, node) -> entries.add(entry(directory.resolve(name), node)));
      return List.copyOf(entries);
    }
  }

  @Override
  public Optional<DiskEntry> find(Path path) {
    synchronized (lock) {
      power.look();
      return Optional.ofNullable(names.find(path)).map(node -> entry(path, node));
    }
  }

  private static DiskEntry entry(Path path, Node node) {
    return switch (node) {
      case Content content ->
          new DiskEntry(path, DiskEntry.Kind.FILE, content.now().size(), content.modified());
      case Directory directory ->
          new DiskEntry(path, DiskEntry.Kind.DIRECTORY, 0, directory.modified());
    };
  }

  @Override
  public void setModified(Path path, Instant time) {
    synchronized (lock) {
      power.demand();
      Runnable set =
          switch (names.find(path)) {
            case null -> throw Names.refused(Fault.NOT_FOUND, "set time of", path, "no such file");
            case Content content -> () -> content.setModified(time);
            case Directory directory -> () -> directory.setModified(time);
          };
      change("set time of " + path, set);
    }
  }

  @Override
  public void createDirectories(Path directory) {
    synchronized (lock) {
      power.demand();
      Path normal = directory.normalize();
      for (int depth = 1; depth <= normal.getNameCount(); depth++) {
        Path step = normal.getRoot().resolve(normal.subpath(0, depth));
        switch (names.find(step)) {
          case Directory _ -> {}
          case Content _ ->
              throw Names.refused(Fault.CONFLICT, "create directory", step, "is a file");
          case null -> {
            NameChange.Name name = names.name("create directory", step);
            change(
                "create directory " + step,
                () -> names.link(name, new Directory(clock.now()), clock.now()));
          }
        }
      }
    }
  }

  @Override
  public void syncDirectory(Path directory) {
    synchronized (lock) {
      power.demand();
      Directory found = names.directory("sync directory", directory);
      change("sync directory " + directory, () -> names.sync(found));
    }
  }

  @Override
  public DiskLock lock(Path path) {
    synchronized (lock) {
      open(path, OpenMode.CREATE).close();
      Path normal = path.normalize();
      if (!locked.add(normal)) {
        throw Names.refused(Fault.BUSY, "lock", path, "somebody else has it");
      }
      AtomicBoolean held = new AtomicBoolean(true);
      return () -> {
        synchronized (lock) {
          if (held.getAndSet(false)) {
            locked.remove(normal);
          }
        }
      };
    }
  }

  @Override
  public DiskSpace space(Path path) {
    synchronized (lock) {
      power.look();
      if (names.find(path) == null) {
        throw Names.refused(Fault.NOT_FOUND, "space of", path, "no such file or directory");
      }
      return space.report();
    }
  }

  Object lock() {
    return lock;
  }

  void look() {
    power.look();
  }

  void requirePower() {
    power.demand();
  }

  void change(String what, Runnable whole) {
    power.change(what, null, this::survivor, whole);
  }

  void write(String operation, Path path, Content content, long offset, ByteBuffer bytes) {
    power.change(
        operation + " " + path + " at " + offset + ", " + bytes.limit() + " bytes",
        new Power.Tearable(content, offset, bytes),
        this::survivor,
        () -> writeWhatFits(operation, path, content, offset, bytes));
  }

  private void writeWhatFits(
      String operation, Path path, Content content, long offset, ByteBuffer bytes) {
    int fits = (int) space.fitting(content, offset, offset + bytes.limit());
    space.take(content.missingBytes(offset, offset + fits));
    content.write(offset, bytes.slice(0, fits));
    content.setModified(clock.now());
    if (fits < bytes.limit()) {
      throw new AtollException(
          Fault.NO_SPACE,
          operation + " " + path + " at " + offset + ", " + bytes.limit() + " bytes: disk is full");
    }
  }

  void resize(Content content, long size) {
    long before = content.allocatedBytes();
    content.resize(size);
    content.setModified(clock.now());
    space.giveBack(before - content.allocatedBytes());
  }

  void reserve(Path path, Content content, long offset, long length) {
    long before = content.allocatedBytes();
    if (!space.hasRoom(content.missingBytes(offset, offset + length))) {
      throw new AtollException(
          Fault.NO_SPACE,
          "preallocate " + path + " at " + offset + ", " + length + " bytes: disk is full");
    }
    content.reserve(offset, offset + length);
    space.take(content.allocatedBytes() - before);
  }

  void closed(Content content) {
    space.closeFile();
    content.closed();
    release(content);
  }

  private void release(@Nullable Node node) {
    if (node instanceof Content content && !content.isHeld()) {
      space.giveBack(content.allocatedBytes());
    }
  }
}
