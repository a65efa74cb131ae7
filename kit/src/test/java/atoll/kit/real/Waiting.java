package atoll.kit.real;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for conditions in tests, with a deadline far beyond what they take.
final class Waiting {

  private Waiting() {}

  static Deadline ample() {
    return in(Duration.ofSeconds(20));
  }

  static Deadline in(Duration wait) {
    return Deadline.after(new RealClock(), wait);
  }

  static void until(BooleanSupplier condition) {
    Deadline deadline = ample();
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(new RealClock())).as("waited in vain").isFalse();
      LockSupport.parkNanos(100_000);
    }
  }

  /// Until a thread waits for something.
  static void untilBlocked(Thread thread) {
    until(() ->
        thread.getState() == Thread.State.WAITING
            || thread.getState() == Thread.State.TIMED_WAITING);
  }
}
