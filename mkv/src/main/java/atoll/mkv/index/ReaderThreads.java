package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.real.PlatformThreads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

/// Platform threads for look-ups that wait for a disk or a network: a driver in native code would
/// hold the carrier of a virtual one.
final class ReaderThreads {

  private static final int QUEUE = 4096;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private ReaderThreads() {}

  /// As many threads as there are connections. Work beyond the queue is refused: `BUSY`.
  static ThreadPoolExecutor of(int count) {
    ThreadPoolExecutor pool =
        PlatformThreads.pool("mkv-index-read-", count, new ArrayBlockingQueue<>(QUEUE), IDLE);
    pool.setRejectedExecutionHandler((work, full) -> {
      throw new AtollException(Fault.BUSY, QUEUE + " look-ups wait for the index already");
    });
    return pool;
  }
}
