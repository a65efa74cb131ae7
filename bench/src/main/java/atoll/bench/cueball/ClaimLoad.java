package atoll.bench.cueball;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/// Threads that claim and give back as fast as they can. Shared (volatile flag, adder).
final class ClaimLoad {

  /// One claim, given back at once.
  @FunctionalInterface
  interface Claiming {
    void claimOnce() throws Exception;
  }

  private static final int LOOKS_AWAY = 64;

  private final Claiming claiming;
  private final LongAdder done = new LongAdder();
  private volatile boolean over;
  private volatile boolean failed;

  private ClaimLoad(Claiming claiming) {
    this.claiming = claiming;
  }

  /// Claims a second by so many platform threads, measured over a time.
  static double perSecond(Claiming claiming, int threadCount, long millis)
      throws InterruptedException {
    ClaimLoad load = new ClaimLoad(claiming);
    CountDownLatch started = new CountDownLatch(threadCount);
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < threadCount; number++) {
      threads.add(Thread.ofPlatform().daemon().start(() -> load.run(started)));
    }
    started.await();
    long before = load.done.sum();
    long begin = System.nanoTime();
    Thread.sleep(millis);
    long claims = load.done.sum() - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    load.over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (load.failed) {
      throw new IllegalStateException("a claim failed");
    }
    return claims / seconds;
  }

  private void run(CountDownLatch started) {
    started.countDown();
    try {
      while (!over) {
        for (int count = 0; count < LOOKS_AWAY; count++) {
          claiming.claimOnce();
        }
        done.add(LOOKS_AWAY);
      }
    } catch (Exception broken) {
      failed = true;
    }
  }
}
