package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.volume.Volume;
import atoll.volume.VolumeCounters;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeFiles;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Vacuums the volumes of a store, in the steps that masters ask for: compact, then commit or clean
/// up; one step a volume at a time. The steps run on the threads for work and answer through a
/// consumer, which must not throw.
///
/// Readers and writers go on all the while. A writer waits only while the commit switches over:
/// once for what was appended in the last moment ([VacuumLimits#switchBytesMax]), once for two
/// renames, and never for a sync ([Switching]). When anything fails, the old files serve on.
///
/// A volume that is closed is to be cleaned up; before one is opened, [VacuumRepair] is to be run.
///
/// Shared (guarded by its own lock).
public final class Vacuums {

  /// What a record takes at most beside the size in its header.
  private static final long RECORD_OVERHEAD_BYTES = 40;

  /// The vacuum of one volume. Its step owns it while it runs.
  static final class Slot {
    private boolean running;
    private volatile @Nullable Compaction compaction;
  }

  private final VolumeEnvironment environment;
  private final VacuumLimits limits;
  private final Disk disk;
  private final Map<Path, Slot> slots = new HashMap<>();

  public Vacuums(VolumeEnvironment environment, VacuumLimits limits) {
    this.environment = environment;
    this.limits = limits;
    this.disk = environment.disk();
  }

  /// Writes the new files. An earlier compaction that was not committed is thrown away.
  ///
  /// @param done gets `Compacted`, `Busy`, `Refused` or `Failed`
  public void compact(Volume volume, VacuumOrder order, Consumer<VacuumResult> done) {
    step(volume, done, slot -> done(volume, slot, compacted(volume, slot, order), done));
  }

  /// Fetches what was written meanwhile and lets the volume serve the new files.
  ///
  /// @param done gets `Committed`, `Busy`, `NotCompacted` or `Failed`; after `Failed` with `BUSY`
  ///   the commit may be tried again, else the compaction is gone
  public void commit(Volume volume, Consumer<VacuumResult> done) {
    step(
        volume,
        done,
        slot -> {
          Compaction compaction = slot.compaction;
          if (compaction == null) {
            done(volume, slot, new VacuumResult.NotCompacted(), done);
          } else {
            new Switching(this, environment, limits, volume, slot, compaction, done).round();
          }
        });
  }

  /// Throws away what was compacted and not committed, by this process or one before.
  ///
  /// @param done gets `CleanedUp`, `Busy`, `Refused` or `Failed`
  public void cleanUp(Volume volume, Consumer<VacuumResult> done) {
    step(volume, done, slot -> done(volume, slot, cleanedUp(volume, slot), done));
  }

  /// Asks a compaction that runs to end soon.
  ///
  /// @return whether there was one
  public boolean cancel(Volume volume) {
    Slot slot;
    synchronized (slots) {
      slot = slots.get(volume.paths().data());
    }
    Compaction compaction = slot == null ? null : slot.compaction;
    if (compaction == null) {
      return false;
    }
    compaction.cancel();
    return true;
  }

  // ---- steps ----

  private void step(Volume volume, Consumer<VacuumResult> done, Consumer<Slot> work) {
    Slot slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(volume.paths().data(), path -> new Slot());
      if (slot.running) {
        slot = null;
      } else {
        slot.running = true;
      }
    }
    if (slot == null) {
      done.accept(new VacuumResult.Busy());
    } else {
      Slot taken = slot;
      execute(() -> work.accept(taken));
    }
  }

  void execute(Runnable work) {
    try {
      environment.work().execute(work);
    } catch (RejectedExecutionException refused) {
      work.run();
    }
  }

  private void done(Volume volume, Slot slot, VacuumResult result, Consumer<VacuumResult> done) {
    synchronized (slots) {
      slot.running = false;
      if (slot.compaction == null) {
        slots.remove(volume.paths().data());
      }
    }
    done.accept(result);
  }

  private VacuumResult compacted(Volume volume, Slot slot, VacuumOrder order) {
    try {
      drop(volume, slot);
      finishMarked(volume.paths());
      return compact(volume, slot, order);
    } catch (RuntimeException e) {
      drop(volume, slot);
      return failed(volume, e);
    }
  }

  private VacuumResult compact(Volume volume, Slot slot, VacuumOrder order) {
    VolumePaths paths = volume.paths();
    VolumeFiles files = volume.retainFiles();
    boolean handedOver = false;
    try {
      VacuumPlan plan = VacuumPlan.decide(facts(volume, files));
      if (plan instanceof VacuumPlan.Refused(Fault fault, String why)) {
        return new VacuumResult.Refused(fault, why);
      }
      VacuumRepair.discard(disk, paths);
      Compaction compaction = new Compaction(environment, limits, paths, files, order);
      handedOver = true;
      slot.compaction = compaction;
      compaction.copyAll();
      return new VacuumResult.Compacted(compaction.summary());
    } finally {
      if (!handedOver) {
        files.release();
      }
    }
  }

  private VacuumFacts facts(Volume volume, VolumeFiles files) {
    VolumePaths paths = volume.paths();
    VolumeCounters counters = volume.status().counters();
    long needles = files.map().count();
    long liveBytes = Math.max(0, counters.fileBytes() - counters.deletedBytes());
    long asCounted = files.firstRecordAt() + liveBytes + needles * RECORD_OVERHEAD_BYTES;
    return new VacuumFacts(
        volume.state(),
        disk.find(paths.of(VolumeFile.COMPACTION_COMMITTED)).isPresent(),
        files.dataEnd(),
        files.width().volumeBytesMax(),
        Math.min(files.dataEnd(), asCounted) + limits.freeBytesKept(),
        // Beside the new index its map, and what is laid down to sort that.
        3 * needles * files.width().rowBytes(),
        disk.space(paths.dataDirectory()).usableBytes(),
        disk.space(paths.indexDirectory()).usableBytes(),
        paths.dataDirectory().equals(paths.indexDirectory()));
  }

  /// Ends a commit of which only the marker is left.
  private void finishMarked(VolumePaths paths) {
    boolean onlyMarker =
        disk.find(paths.of(VolumeFile.COMPACTION_COMMITTED)).isPresent()
            && disk.find(paths.of(VolumeFile.COMPACTED_DATA)).isEmpty()
            && disk.find(paths.of(VolumeFile.COMPACTED_INDEX)).isEmpty();
    if (onlyMarker) {
      VacuumRepair.syncDirectories(disk, paths);
      VacuumRepair.close(disk, paths);
    }
  }

  private VacuumResult cleanedUp(Volume volume, Slot slot) {
    try {
      drop(volume, slot);
      VolumePaths paths = volume.paths();
      if (disk.find(paths.of(VolumeFile.COMPACTION_COMMITTED)).isPresent()) {
        return new VacuumResult.Refused(
            Fault.CONFLICT, "a commit is not finished: load the volume again to finish it");
      }
      VacuumRepair.discard(disk, paths);
      return new VacuumResult.CleanedUp();
    } catch (RuntimeException e) {
      return failed(volume, e);
    }
  }

  /// Ends a compaction that has left no marker.
  private void drop(Volume volume, Slot slot) {
    Compaction compaction = slot.compaction;
    if (compaction == null) {
      return;
    }
    slot.compaction = null;
    compaction.close();
    try {
      VacuumRepair.discard(disk, compaction.paths());
    } catch (AtollException e) {
      environment.events().report(new VacuumEvent.LeftBehind(volume.name().toString(), e));
    }
  }

  private VacuumResult failed(Volume volume, RuntimeException cause) {
    environment.events().report(new VacuumEvent.Failed(volume.name().toString(), cause));
    return result(cause);
  }

  static VacuumResult result(RuntimeException cause) {
    Fault fault = cause instanceof AtollException known ? known.fault() : Fault.BUG;
    return new VacuumResult.Failed(fault, String.valueOf(cause.getMessage()));
  }

  /// Ends a commit that failed without having left a marker.
  void giveUp(Volume volume, Slot slot, RuntimeException cause, Consumer<VacuumResult> done) {
    drop(volume, slot);
    done(volume, slot, failed(volume, cause), done);
  }

  /// Ends a commit and leaves the files of the vacuum as they are.
  void end(Volume volume, Slot slot, VacuumResult result, Consumer<VacuumResult> done) {
    Compaction compaction = slot.compaction;
    if (compaction != null) {
      slot.compaction = null;
      compaction.close();
    }
    done(volume, slot, result, done);
  }

  /// Ends a commit that may be tried again.
  void pause(Volume volume, Slot slot, VacuumResult result, Consumer<VacuumResult> done) {
    done(volume, slot, result, done);
  }
}
