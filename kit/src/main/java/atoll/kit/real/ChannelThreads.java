package atoll.kit.real;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/// Threads that work on file channels and that nobody else knows, so that nobody can interrupt
/// them: an interrupt in the middle of a channel's operation closes the channel for all.
///
/// Clearing the caller's interrupt around the operation would leave a window, and opening the file
/// again by its name may find another file there. A hop to another thread costs some microseconds
/// and is right always.
///
/// At most [#THREADS_MAX] threads; further callers wait their turn. They end after a while without
/// work and do not keep the process alive. Shared, guarded by the pool.
final class ChannelThreads {

  private static final int THREADS_MAX = 16;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final ThreadPoolExecutor pool =
      PlatformThreads.pool("atoll-channel-", THREADS_MAX, new LinkedBlockingQueue<>(), IDLE);

  /// Runs an operation and waits for its end, whatever happens. An interrupt that came meanwhile is
  /// there afterwards.
  <T> T call(Callable<T> operation) throws IOException {
    FutureTask<T> task = new FutureTask<>(operation);
    pool.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException rethrown(@Nullable Throwable thrown) {
    return switch (thrown) {
      case null -> throw new AssertionError("a failed task without a cause");
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(thrown);
    };
  }
}
