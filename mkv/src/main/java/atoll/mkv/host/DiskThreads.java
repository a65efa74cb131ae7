package atoll.mkv.host;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.real.PlatformThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Platform threads that wait for the disk: a virtual thread that did would hold its carrier. One
/// more of them makes changes durable. Shared (by the pools).
final class DiskThreads implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor pool;
  private final ThreadPoolExecutor log;
  private final int waitingCount;

  DiskThreads(int threads, int waitingCount) {
    this.waitingCount = waitingCount;
    this.pool = pool(threads, "mkv-host-disk-");
    this.log = pool(1, "mkv-host-log-");
  }

  private static ThreadPoolExecutor pool(int threads, String name) {
    return PlatformThreads.pool(name, threads, new LinkedBlockingQueue<>(), IDLE);
  }

  /// The one that makes changes durable. It has one piece of work at a time.
  Executor log() {
    return log;
  }

  /// Hands work over.
  ///
  /// @throws AtollException `BUSY` if too much waits, `CLOSED` at the end
  void run(Runnable work) {
    if (pool.getQueue().size() >= waitingCount) {
      throw new AtollException(
          Fault.BUSY, waitingCount + " requests wait for the disk already: come again later");
    }
    execute(work);
  }

  private void execute(Runnable work) {
    try {
      pool.execute(work);
    } catch (RejectedExecutionException closed) {
      throw new AtollException(Fault.CLOSED, "the host is closed", closed);
    }
  }

  /// Has work done and waits for its end, whatever happens to this thread meanwhile.
  <T> T call(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    run(task);
    return await(task);
  }

  /// As [#call], for work that gives something back.
  <T> T callEvenIfFull(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    execute(task);
    return await(task);
  }

  private static <T> T await(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException again) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw rethrown(failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static RuntimeException rethrown(@Nullable Throwable thrown) {
    return switch (thrown) {
      case AtollException known ->
          new AtollException(known.fault(), String.valueOf(known.getMessage()), known);
      case Error error -> throw error;
      case null, default ->
          new AtollException(Fault.BUG, "work on the disk failed: " + thrown, thrown);
    };
  }

  @Override
  public void close() {
    for (ThreadPoolExecutor each : new ThreadPoolExecutor[] {pool, log}) {
      each.shutdown();
      try {
        if (!each.awaitTermination(IDLE.toNanos(), TimeUnit.NANOSECONDS)) {
          each.shutdownNow();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        each.shutdownNow();
      }
    }
  }
}
