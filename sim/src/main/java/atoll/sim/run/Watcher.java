package atoll.sim.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Looks on, in real time, whether a simulation still makes steps.
record Watcher(Duration patience) {

  /// Returns once `over` has been counted down; throws what `stuck` gives if the steps stand still
  /// for too long.
  void watch(CountDownLatch over, LongSupplier steps, Supplier<SimulationFailure> stuck) {
    long seen = -1;
    long since = System.nanoTime();
    long glanceNanos = Math.min(patience.toNanos() / 4 + 1, 1_000_000_000L);
    try {
      while (!over.await(glanceNanos, TimeUnit.NANOSECONDS)) {
        long now = steps.getAsLong();
        if (now != seen) {
          seen = now;
          since = System.nanoTime();
        } else if (System.nanoTime() - since > patience.toNanos()) {
          throw stuck.get();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a simulation was running", interrupted);
    }
  }
}
