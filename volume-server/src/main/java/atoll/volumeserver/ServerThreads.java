package atoll.volumeserver;

import atoll.kit.real.PlatformThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The threads of a volume server besides its event loops. Shared.
///
/// @param disk waits for disks
/// @param waiting waits for clients and other servers: a virtual thread for each piece of work
/// @param images decodes and encodes
/// @param timers ends waits
record ServerThreads(
    ExecutorService disk,
    ExecutorService waiting,
    ExecutorService images,
    ScheduledExecutorService timers)
    implements AutoCloseable {

  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int END_SECONDS = 10;

  static ServerThreads start(ServerLimits limits) {
    return new ServerThreads(
        pool("disk-", limits.diskThreads()),
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("blob-", 0).factory()),
        pool("image-", limits.imageThreads()),
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timers").daemon().factory()));
  }

  private static ExecutorService pool(String name, int threads) {
    return PlatformThreads.pool(name, threads, new LinkedBlockingQueue<>(), IDLE);
  }

  @Override
  public void close() {
    timers.shutdownNow();
    waiting.shutdownNow();
    List<ExecutorService> ending = List.of(images, disk);
    ending.forEach(ExecutorService::shutdown);
    for (ExecutorService each : ending) {
      try {
        if (!each.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
          each.shutdownNow();
        }
      } catch (InterruptedException _) {
        each.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }
}
