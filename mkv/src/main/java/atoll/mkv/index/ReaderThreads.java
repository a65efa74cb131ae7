package atoll.mkv.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Platform threads for look-ups that wait for a disk or a network: a driver in native code would
/// hold the carrier of a virtual one.
final class ReaderThreads {

  private static final int QUEUE = 4096;
  private static final long IDLE_SECONDS = 10;

  private ReaderThreads() {}

  /// As many threads as there are connections. Work beyond the queue is refused: `BUSY`.
  static ThreadPoolExecutor of(int count) {
    return new ThreadPoolExecutor(
        count,
        count,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUE),
        Thread.ofPlatform().daemon().name("mkv-index-read-", 1).factory(),
        (work, full) -> {
          throw new AtollException(Fault.BUSY, QUEUE + " look-ups wait for the index already");
        });
  }
}
