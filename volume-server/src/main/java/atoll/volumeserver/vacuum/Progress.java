package atoll.volumeserver.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.vacuum.VacuumResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How far a compaction is, between the thread that compacts and the one that tells the caller.
/// Only the newest number is kept, so that a caller who does not listen costs nothing.
///
/// Shared (guarded by its lock).
final class Progress {

  private final long every;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long processed;
  private long told;
  private @Nullable VacuumResult result;

  /// @param every how many bytes are worth telling
  Progress(long every) {
    this.every = every;
  }

  void processed(long bytes) {
    lock.lock();
    try {
      processed = bytes;
      if (isWorthTelling()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void ended(VacuumResult with) {
    lock.lock();
    try {
      result = with;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWorthTelling() {
    return processed - told > every;
  }

  /// What has happened since the last call.
  sealed interface News {

    record Processed(long bytes) implements News {}

    record Ended(VacuumResult result) implements News {}
  }

  /// Waits for news.
  ///
  /// @return empty if there is none within that time
  Optional<News> await(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (true) {
        if (isWorthTelling()) {
          told = processed;
          return Optional.of(new News.Processed(processed));
        }
        if (result != null) {
          return Optional.of(new News.Ended(result));
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "the server ends", e);
    } finally {
      lock.unlock();
    }
  }
}
