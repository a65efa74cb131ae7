package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Several syncs at once: a file system makes files durable together in little more time than one
/// of them. Helpers come when a thread is free; whoever began does what no helper has begun, so
/// that nobody waits for a thread.
///
/// Shared (each sync is done by whoever counts it first).
final class SyncRound {

  private final List<Runnable> syncs;
  private final AtomicInteger begun = new AtomicInteger();

  /// Syncs that have not ended, and whoever began the round.
  private final AtomicInteger left;

  private final AtomicReference<@Nullable AtollException> failure = new AtomicReference<>();

  SyncRound(List<Runnable> syncs) {
    this.syncs = syncs;
    this.left = new AtomicInteger(syncs.size() + 1);
  }

  /// Does all syncs, here and on the threads for work.
  ///
  /// @param then called by the helper that ends the last one, if this call has returned before
  /// @return whether all have ended; `then` is not called in that case
  boolean run(Executor work, Runnable then) {
    for (int helper = 1; helper < syncs.size(); helper++) {
      try {
        work.execute(() -> {
          if (help()) {
            then.run();
          }
        });
      } catch (RejectedExecutionException _) {
        break;
      }
    }
    help();
    return left.decrementAndGet() == 0;
  }

  /// @return whether the last sync of all was done here, after whoever began had gone
  private boolean help() {
    boolean last = false;
    for (int next = begun.getAndIncrement(); next < syncs.size(); next = begun.getAndIncrement()) {
      sync(syncs.get(next));
      last = left.decrementAndGet() == 0;
    }
    return last;
  }

  private void sync(Runnable each) {
    try {
      each.run();
    } catch (AtollException e) {
      failure.compareAndSet(null, e);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, new AtollException(Fault.BUG, "a sync failed: " + e, e));
    }
  }

  /// The first failure, once all have ended.
  @Nullable AtollException failure() {
    return failure.get();
  }
}
