package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.files.VolumeName;
import atoll.volume.index.DiskNeedleMap;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.OffsetWidth;
import atoll.volume.index.SortedFileNeedleMap;
import atoll.volume.info.RemoteFile;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.superblock.SuperBlock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// An append-only file of needles with its index.
///
/// Reads run in the calling thread, take no lock and never wait for a writer. Writes are answered
/// through a consumer, which is called in whatever thread happens to hold the right to write, or
/// has synced: it must be quick, and must not throw. A buffer or file that was handed over belongs
/// to the volume until then.
///
/// Nothing is ever deleted because of a disk's failure. A write or sync that fails makes the volume
/// read-only; reads that fail one after the other quarantine it.
///
/// Shared (each part guarded as it says).
public final class Volume {

  private final VolumeEnvironment environment;
  private final VolumeName name;
  private final Restrictions restrictions;
  private final WriteRight right;
  private final GroupCommit commit;
  private final VolumeWriter writer;
  private final ReadFailures readFailures;
  private volatile VolumeFiles files;
  private volatile long lastModifiedSeconds;
  private volatile Optional<RemoteFile> remote;

  private Volume(VolumeEnvironment environment, LoadedVolume loaded) {
    VolumePaths paths = loaded.files().paths();
    this.environment = environment;
    this.name = paths.name();
    this.restrictions = new Restrictions(loaded.restrictions());
    this.readFailures = new ReadFailures(environment, restrictions, name);
    this.right =
        new WriteRight(
            this::writeGathered, environment.work(), environment.clock(), environment.limits());
    this.commit = new GroupCommit(environment.work(), this::syncFailed);
    this.writer =
        new VolumeWriter(environment, restrictions, name, loaded.counters(), readFailures::add);
    this.files = loaded.files();
    this.lastModifiedSeconds = loaded.lastModifiedSeconds();
    this.remote =
        loaded.restrictions().contains(Restriction.REMOTE)
                && VolumeInfoFile.read(environment.disk(), paths)
                    instanceof VolumeInfo.Reading.Found(var info)
            ? info.files().stream().findFirst()
            : Optional.empty();
  }

  /// Makes the files of a new volume and opens it. After a crash in between there is either a whole
  /// empty volume or none.
  ///
  /// @throws AtollException `CONFLICT` if there is a volume of that name, else as the disk does
  public static Volume create(
      VolumeEnvironment environment, VolumePaths paths, SuperBlock superBlock, OffsetWidth width) {
    VolumeCreation.create(environment, paths, superBlock, width);
    return open(environment, paths, width);
  }

  /// Opens what is there, and mends what a crash has left.
  ///
  /// @param width of the offsets in the index where no file tells it
  /// @throws AtollException `NOT_FOUND` without a data file, `CORRUPT` if that does not begin like
  ///   one, else as the disk does
  public static Volume open(VolumeEnvironment environment, VolumePaths paths, OffsetWidth width) {
    LoadedVolume loaded = new VolumeLoader(environment, paths, width).load();
    Volume volume = new Volume(environment, loaded);
    environment
        .events()
        .report(
            new VolumeEvent.Opened(
                volume.name().toString(),
                loaded.files().map().count(),
                loaded.files().dataEnd(),
                volume.state().text()));
    return volume;
  }

  public VolumeName name() {
    return name;
  }

  /// Where its files lie now.
  public VolumePaths paths() {
    return files.paths();
  }

  public VolumeState state() {
    return restrictions.state();
  }

  /// Its format, where its copies go and how long its needles live.
  public SuperBlock superBlock() {
    return files.superBlock();
  }

  public VolumeStatus status() {
    VolumeFiles now = files;
    return new VolumeStatus(
        name(),
        now.superBlock(),
        now.width(),
        state(),
        writer.counters(),
        now.dataEnd(),
        now.indexEnd(),
        lastModifiedSeconds,
        now.lastAppendedNanos(),
        remote);
  }

  // ---- reading ----

  /// Reads a needle.
  public ReadResult read(ReadRequest request) {
    while (true) {
      VolumeState state = restrictions.state();
      if (!state.takesReads()) {
        return new ReadResult.Unavailable(state);
      }
      VolumeFiles now = files;
      try {
        ReadResult result = readFrom(now, request);
        if (result instanceof ReadResult.Corrupt(String what)) {
          environment.events().report(new VolumeEvent.NeedleCorrupt(name().toString(), what));
        }
        if (!(result instanceof ReadResult.WouldWait)) {
          readFailures.end();
        }
        return result;
      } catch (AtollException e) {
        boolean replaced = e.fault() == Fault.CLOSED && isOver(now, state);
        if (!replaced) {
          return readFailed(e);
        }
      }
    }
  }

  /// Whether what a read began with is not what the volume has now.
  @SuppressWarnings("ReferenceEquality") // equal files of another load are others
  private boolean isOver(VolumeFiles began, VolumeState state) {
    return began != files || !state().equals(state);
  }

  private ReadResult readFrom(VolumeFiles from, ReadRequest request) {
    return new NeedleReader(
            from,
            environment.clock(),
            environment.buffers(),
            environment.limits().wholeReadBytesMax())
        .read(request);
  }

  private ReadResult readFailed(AtollException cause) {
    if (cause.fault() == Fault.IO) {
      reportReadFailure(cause);
    }
    return new ReadResult.Failed(cause.fault(), String.valueOf(cause.getMessage()));
  }

  /// Counts a failed read that happened outside of [#read]: in a stream or a scan.
  public void reportReadFailure(AtollException cause) {
    readFailures.add(cause);
  }

  // ---- writing ----

  /// Writes a needle.
  public void write(NeedleWrite write, Consumer<? super WriteResult> done) {
    boolean light =
        write.body() instanceof NeedleBody.InMemory
            && write.body().bytes() <= environment.limits().lightWriteBytesMax();
    Runnable turn =
        () -> {
          VolumeFiles now = files;
          writer.write(
              now,
              write,
              result -> {
                boolean stored =
                    result instanceof WriteResult.Written
                        || result instanceof WriteResult.Unchanged;
                if (stored) {
                  modified(write.attributes());
                }
                finish(now, result, stored && write.durable(), VolumeWriter::failedWrite, done);
              });
        };
    if (!right.offer(new Step(light, true, turn))) {
      answer(done, new WriteResult.Busy());
    }
  }

  /// Deletes a needle.
  public void delete(NeedleDelete delete, Consumer<? super DeleteResult> done) {
    Runnable turn =
        () -> {
          VolumeFiles now = files;
          writer.delete(
              now,
              delete,
              result -> {
                boolean stored = result instanceof DeleteResult.Deleted;
                finish(now, result, stored && delete.durable(), VolumeWriter::failedDelete, done);
              });
        };
    if (!right.offer(new Step(true, true, turn))) {
      answer(done, new DeleteResult.Busy());
    }
  }

  /// Ends what turns have gathered: all that wait for a sync wait for the same one.
  private boolean writeGathered() {
    boolean wrote = writer.flush();
    commit.begin();
    return wrote;
  }

  private record Step(boolean isLight, boolean gathers, Runnable work) implements WriteRight.Turn {

    @Override
    public void take() {
      work.run();
    }
  }

  private void modified(NeedleAttributes attributes) {
    if (attributes.lastModifiedSeconds() > lastModifiedSeconds) {
      lastModifiedSeconds = attributes.lastModifiedSeconds();
    }
  }

  private <R> void finish(
      VolumeFiles written,
      R result,
      boolean durable,
      Function<AtollException, R> failed,
      Consumer<? super R> done) {
    if (durable) {
      commit.enlist(
          written, () -> answer(done, result), cause -> answer(done, failed.apply(cause)));
    } else {
      answer(done, result);
    }
  }

  private <R> void answer(Consumer<? super R> done, R result) {
    try {
      done.accept(result);
    } catch (RuntimeException e) {
      environment.events().report(new VolumeEvent.AnswerFailed(name().toString(), e));
    }
  }

  private void syncFailed(AtollException cause) {
    restrictions.add(Restriction.SYNC_FAILED);
    environment.events().report(new VolumeEvent.SyncFailed(name().toString(), cause));
  }

  // ---- for those who work on the files ----

  /// The files as they are now, with a reference that the caller gives back.
  ///
  /// @throws AtollException `CLOSED`
  public VolumeFiles retainFiles() {
    while (true) {
      VolumeFiles now = files;
      if (now.retain()) {
        return now;
      }
      if (state() instanceof VolumeState.Closed) {
        throw new AtollException(Fault.CLOSED, "volume " + name() + " was closed");
      }
    }
  }

  /// Asks the disk to keep room for so many bytes of data ([DataRoom#keep]).
  public void reserve(long bytes) {
    VolumeFiles now = retainFiles();
    try {
      DataRoom.keep(environment, name(), now.data(), now.width(), bytes);
    } finally {
      now.release();
    }
  }

  /// Moves the index from beside the data to another directory, while reads and writes go on. What
  /// is large is copied in the calling thread.
  ///
  /// @param stop asked before each piece that is copied; the index then stays where it is
  /// @param moved called once the volume goes on with it
  /// @param failed called if it stays: with `CANCELLED`, `BUSY` if the files are just becoming
  ///   others, `CONFLICT` if the volume is damaged, `CLOSED`, else as the disk does
  public void moveIndex(
      Path directory, BooleanSupplier stop, Runnable moved, Consumer<AtollException> failed) {
    IndexMove.run(this, environment, directory, stop, moved, failed);
  }

  Set<Restriction> restrictions() {
    return restrictions.all();
  }

  /// Does something with the right to write, after all writes that wait already and on the threads
  /// for work. It must answer for its own failures.
  public void exclusively(Consumer<? super VolumeChange> work) {
    right.demand(new Step(false, false, () -> answer(work, new VolumeChange(this))));
  }

  VolumeFiles currentFiles() {
    return files;
  }

  void replaceFiles(VolumeFiles fresh, VolumeCounters counters) {
    VolumeFiles old = files;
    writer.setCounters(counters);
    files = fresh;
    old.replaced(environment.work());
    old.release();
  }

  void changeInfo(UnaryOperator<VolumeInfo> change) {
    VolumePaths paths = files.paths();
    VolumeInfo now =
        VolumeInfoFile.read(environment.disk(), paths) instanceof VolumeInfo.Reading.Found(var info)
            ? info
            : VolumeInfo.EMPTY.withFormat(
                files.superBlock().version().number(), files.width().bytes());
    VolumeInfo changed = change.apply(now);
    VolumeInfoFile.write(environment, paths, changed, files.superBlock().ttl());
    remote = changed.files().stream().findFirst();
  }

  // ---- states ----

  /// Adds a reason to take no writes. Writes that wait already are refused too.
  public void restrict(Restriction restriction) {
    restrictions.add(restriction);
  }

  /// Takes a reason away that its owner has set with [#restrict].
  public void release(Restriction restriction) {
    restrictions.remove(restriction);
  }

  /// Lifts marks and quarantine. Other reasons stay: [#state] tells. A volume whose map takes no
  /// needles gets another first, made in the calling thread; the marks go a moment after this call,
  /// or stay if that fails.
  public VolumeState markWritable() {
    readFailures.end();
    if (files.map() instanceof SortedFileNeedleMap) {
      settleMap(restrictions::liftMarks);
    } else {
      restrictions.liftMarks();
    }
    return state();
  }

  /// Gives the volume the kind of needle map that it is to have ([NeedleMaps]), made from its index
  /// in the calling thread, unless it has one. If that fails the volume keeps the map it has, and
  /// says so.
  ///
  /// @param then called once it has it, with the right to write
  public void settleMap(Runnable then) {
    MapForm wanted = MapForm.of(environment.maps(), Set.of());
    if (wanted == MapForm.DISK
        ? files.map() instanceof DiskNeedleMap
        : files.map() instanceof MemoryNeedleMap) {
      then.run();
      return;
    }
    try {
      MapChange.run(this, environment, then);
    } catch (AtollException e) {
      mapKept(e);
    }
  }

  void mapKept(AtollException cause) {
    environment.events().report(new VolumeEvent.MapKept(name().toString(), cause));
  }

  /// Ends the volume: later calls are refused, those that wait are done first, then both files are
  /// synced and closed. Whoever reads a stream may end it.
  ///
  /// @param done called once everything has been written
  public void close(Runnable done) {
    right.demand(
        new Step(
            false,
            false,
            () -> {
              if (restrictions.close()) {
                closeFiles();
              }
              done.run();
            }));
  }

  private void closeFiles() {
    boolean trusted =
        !restrictions.all().contains(Restriction.SYNC_FAILED)
            && !restrictions.all().contains(Restriction.NOT_WRITABLE);
    try {
      if (trusted) {
        files.syncs().forEach(Runnable::run);
      }
    } catch (AtollException e) {
      syncFailed(e);
    } finally {
      files.release();
    }
  }
}
