package atoll.kit.real;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Pools of platform threads, for work that waits in native code or for the disk, where a virtual
/// thread would hold its carrier.
public final class PlatformThreads {

  private PlatformThreads() {}

  /// A pool whose threads come with work, end after a while without it, and do not keep the process
  /// alive. Work that the queue does not take is refused with
  /// [java.util.concurrent.RejectedExecutionException], unless the caller sets another handler.
  ///
  /// @param name of each thread, followed by its number from 0 on
  /// @param threads at most, and before anything waits in the queue
  public static ThreadPoolExecutor pool(
      String name, int threads, BlockingQueue<Runnable> queue, Duration idle) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            idle.toNanos(),
            TimeUnit.NANOSECONDS,
            queue,
            Thread.ofPlatform().daemon().name(name, 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
