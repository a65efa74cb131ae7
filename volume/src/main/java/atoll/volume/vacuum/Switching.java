package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.AppendFollower;
import atoll.volume.Restriction;
import atoll.volume.Volume;
import atoll.volume.VolumeChange;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeFiles;
import atoll.volume.files.VolumeFile;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings a volume from its old files to the compacted ones:
///
/// ```
///   rounds                what was appended meanwhile is copied, until little is left; synced
///   with the right        the rest is copied; from now on the new files follow each append
///   without it            the new files are synced, then the marker is made and synced
///   with the right        renames; the volume serves the new files
///   without it            the renames are synced, the marker goes
/// ```
///
/// So the right to write is held for copies of a few kilobytes and for two renames, never for a
/// sync. While the new files follow, what is durable is so in both: whichever a crash makes the
/// volume's holds it.
///
/// Its steps come one after the other. Beside them run [#appended], with the right to write, and
/// [#sync], in any thread; these three meet in volatile fields.
final class Switching implements AppendFollower {

  private final Vacuums vacuums;
  private final VolumeEnvironment environment;
  private final VacuumLimits limits;
  private final Volume volume;
  private final Vacuums.Slot slot;
  private final Compaction compaction;
  private final Consumer<VacuumResult> done;
  private final Commit commit;
  private int rounds;

  /// Set before there may be a marker.
  private volatile boolean marked;

  /// Why the new files do not hold all that the old ones do.
  private volatile @Nullable RuntimeException gap;

  /// Set before the new files are closed because the old ones stay.
  private volatile boolean takenBack;

  /// The new files once the volume serves them.
  private volatile @Nullable VolumeFiles served;

  Switching(
      Vacuums vacuums,
      VolumeEnvironment environment,
      VacuumLimits limits,
      Volume volume,
      Vacuums.Slot slot,
      Compaction compaction,
      Consumer<VacuumResult> done) {
    this.vacuums = vacuums;
    this.environment = environment;
    this.limits = limits;
    this.volume = volume;
    this.slot = slot;
    this.compaction = compaction;
    this.done = done;
    this.commit = new Commit(environment.disk(), compaction.paths());
  }

  /// Fetches what was appended until little is left, then asks for the right to write.
  void round() {
    try {
      do {
        compaction.catchUp();
        rounds++;
      } while (isFarBehind() && rounds < limits.roundsMax());
      // What is synced while the new files follow is then as little as what is copied.
      compaction.target().sync();
    } catch (RuntimeException e) {
      vacuums.giveUp(volume, slot, e, done);
      return;
    }
    volume.exclusively(this::beginFollowing);
  }

  private boolean isFarBehind() {
    return compaction.behindBytes() > limits.switchBytesMax();
  }

  private void beginFollowing(VolumeChange change) {
    if (isFarBehind()) {
      if (rounds < limits.roundsMax()) {
        vacuums.execute(this::round);
      } else {
        vacuums.pause(
            volume,
            slot,
            new VacuumResult.Failed(
                Fault.BUSY,
                "writers append faster than the vacuum copies: commit again when they rest"),
            done);
      }
      return;
    }
    try {
      requireSame(change);
      compaction.catchUp();
    } catch (RuntimeException e) {
      vacuums.giveUp(volume, slot, e, done);
      return;
    }
    compaction.commit();
    change.follow(this);
    vacuums.execute(this::publish);
  }

  @SuppressWarnings("ReferenceEquality") // files that look alike are not those that were copied
  private void requireSame(VolumeChange change) {
    if (change.files() != compaction.old()) {
      throw new AtollException(
          Fault.CONFLICT, "the volume got other files since it was compacted: compact again");
    }
    if (!VacuumPlan.allows(change.state())) {
      throw new AtollException(
          Fault.CONFLICT, "the volume cannot be vacuumed: " + change.state().text());
    }
  }

  private void publish() {
    try {
      compaction.target().syncFiles();
      marked = true;
      requireNoGap();
      commit.mark();
    } catch (RuntimeException e) {
      volume.exclusively(change -> takeBack(change, e));
      return;
    }
    volume.exclusively(this::serve);
  }

  private void requireNoGap() {
    RuntimeException cause = gap;
    if (cause != null) {
      throw cause;
    }
  }

  private void serve(VolumeChange change) {
    try {
      requireSame(change);
      requireNoGap();
      commit.rename();
    } catch (RuntimeException e) {
      takeBack(change, e);
      return;
    }
    VacuumSummary summary = compaction.summary();
    VolumeFiles fresh =
        compaction
            .target()
            .handOver(environment.disk(), compaction.paths(), compaction.old().lastAppendedNanos());
    served = fresh;
    change.replaceFiles(fresh, compaction.target().counters());
    vacuums.execute(() -> finish(summary));
  }

  private void finish(VacuumSummary summary) {
    String name = volume.name().toString();
    try {
      VacuumRepair.syncDirectories(environment.disk(), volume.paths());
      VacuumRepair.close(environment.disk(), volume.paths());
    } catch (RuntimeException e) {
      environment.events().report(new VacuumEvent.LeftBehind(name, e));
    }
    volume.settleMap(this::deleteMap);
    environment.events().report(new VacuumEvent.Committed(name, summary));
    vacuums.end(volume, slot, new VacuumResult.Committed(summary), done);
  }

  /// Deletes the file of the map that the volume began with, once it has another.
  private void deleteMap() {
    try {
      environment.disk().delete(volume.paths().of(VolumeFile.COMPACTED_MAP));
    } catch (AtollException e) {
      environment.events().report(new VacuumEvent.LeftBehind(volume.name().toString(), e));
    }
  }

  private void takeBack(VolumeChange change, RuntimeException cause) {
    if (!marked || commit.takeBack()) {
      takenBack = true;
      change.unfollow();
      vacuums.giveUp(volume, slot, cause, done);
    } else {
      volume.restrict(Restriction.WRITE_FAILED);
      environment.events().report(new VacuumEvent.Stuck(volume.name().toString(), cause));
      vacuums.end(volume, slot, Vacuums.result(cause), done);
    }
  }

  @Override
  public void appended() {
    if (gap != null) {
      return;
    }
    try {
      compaction.catchUp();
    } catch (RuntimeException e) {
      gap = e;
      // A crash may now lead to the new files.
      if (marked) {
        volume.restrict(Restriction.WRITE_FAILED);
      }
    }
  }

  @Override
  public void sync() {
    if (takenBack || isServedAndSynced()) {
      return;
    }
    try {
      requireNoGap();
      compaction.target().syncFiles();
    } catch (RuntimeException e) {
      if (takenBack || isServedAndSynced()) {
        return;
      }
      gap = e;
      if (marked) {
        throw new AtollException(
            Fault.IO, "the files of a vacuum could not be synced: " + e.getMessage(), e);
      }
    }
  }

  private boolean isServedAndSynced() {
    VolumeFiles now = served;
    if (now == null) {
      return false;
    }
    // Files that another vacuum has replaced since were synced by it.
    if (now.retain()) {
      try {
        now.data().syncData();
        now.index().syncData();
      } finally {
        now.release();
      }
    }
    return true;
  }
}
