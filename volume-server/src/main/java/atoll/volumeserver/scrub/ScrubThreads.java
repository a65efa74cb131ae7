package atoll.volumeserver.scrub;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// Runs scrubs on threads of their own, because each waits for the disk for long; a few at a time.
///
/// Shared (a semaphore).
final class ScrubThreads {

  private final Semaphore turns;

  ScrubThreads(int atATime) {
    this.turns = new Semaphore(atATime, true);
  }

  /// Runs work and waits for it.
  ///
  /// @throws AtollException as the work does, or `CANCELLED`
  <T> T run(Callable<T> work) {
    try {
      turns.acquire();
      try {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("scrub").daemon().start(task);
        return task.get();
      } finally {
        turns.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "the server ends", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AtollException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
