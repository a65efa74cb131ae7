package atoll.volume;

import atoll.kit.AtollException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes appends durable in groups: while data and index are being synced, both at once, those who
/// come wait for the next sync, which then covers all of them. Nobody waits in a thread.
///
/// After a sync that failed no other is tried: what it should have covered may be lost without a
/// trace, and a later one that succeeds would say nothing of it.
///
/// Shared (guarded by its own lock, which is not held while syncing).
final class GroupCommit {

  /// Somebody who waits for a sync.
  private record Waiting(Runnable synced, Consumer<AtollException> failed) {}

  private final Executor work;
  private final Consumer<AtollException> onFailure;
  private final Object lock = new Object();
  private List<Waiting> next = new ArrayList<>();
  private @Nullable VolumeFiles files;
  private boolean syncing;

  /// Of whoever syncs.
  private @Nullable AtollException failure;

  /// @param onFailure told once, before anybody who waits
  GroupCommit(Executor work, Consumer<AtollException> onFailure) {
    this.work = work;
    this.onFailure = onFailure;
  }

  /// Waits until everything written to `written` so far is durable. [#begin] must follow.
  void enlist(VolumeFiles written, Runnable synced, Consumer<AtollException> failed) {
    synchronized (lock) {
      if (files != written) {
        // After a vacuum: the new files hold all that the old ones held, and will be synced.
        swapFiles(written);
      }
      next.add(new Waiting(synced, failed));
    }
  }

  /// Begins to sync if somebody waits and no sync is under way.
  void begin() {
    synchronized (lock) {
      if (syncing || next.isEmpty()) {
        return;
      }
      syncing = true;
    }
    try {
      work.execute(this::run);
    } catch (RuntimeException refused) {
      run();
    }
  }

  private void swapFiles(VolumeFiles written) {
    if (files != null) {
      files.release();
    }
    written.retain();
    files = written;
  }

  private void run() {
    while (true) {
      List<Waiting> group;
      VolumeFiles target;
      synchronized (lock) {
        group = next;
        target = files;
        if (target == null || group.isEmpty()) {
          syncing = false;
          return;
        }
        next = new ArrayList<>();
        files = null;
      }
      SyncRound round = new SyncRound(failure == null ? target.syncs() : List.of());
      boolean ended =
          round.run(
              work,
              () -> {
                end(round, group, target);
                run();
              });
      if (!ended) {
        return;
      }
      end(round, group, target);
    }
  }

  private void end(SyncRound round, List<Waiting> group, VolumeFiles target) {
    AtollException failed = round.failure();
    if (failed != null) {
      failure = failed;
      onFailure.accept(failed);
    }
    target.release();
    for (Waiting each : group) {
      if (failure == null) {
        each.synced.run();
      } else {
        each.failed.accept(failure);
      }
    }
  }
}
