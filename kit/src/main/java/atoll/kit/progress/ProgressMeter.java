package atoll.kit.progress;

import atoll.kit.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Counts what is done and knows the recent rate. Many threads may advance it. Shared (atomic
/// counts; the rate guarded by a lock).
public final class ProgressMeter {

  /// What was done so long ago has lost two thirds of its weight in the rate.
  private static final double MEMORY_SECONDS = 15;

  private static final long SHORTEST_NANOS = 50_000_000;

  private final Clock clock;
  private final String what;
  private final ProgressUnit unit;
  private final long beganNanos;
  private final AtomicLong total;
  private final LongAdder done = new LongAdder();

  /// Guards the three fields below.
  private final ReentrantLock lock = new ReentrantLock();

  private long measuredNanos;
  private long measuredDone;
  private double perSecond;

  /// A meter that begins now.
  ///
  /// @param total how much there is, or [Progress#UNKNOWN]
  public ProgressMeter(Clock clock, String what, long total, ProgressUnit unit) {
    this.clock = clock;
    this.what = what;
    this.unit = unit;
    this.total = new AtomicLong(total);
    this.beganNanos = clock.nanos();
    this.measuredNanos = beganNanos;
  }

  public void advance(long amount) {
    done.add(amount);
  }

  /// Corrects how much there is.
  public void setTotal(long total) {
    this.total.set(total);
  }

  public Progress read() {
    lock.lock();
    try {
      long now = clock.nanos();
      long doneNow = done.sum();
      measure(now, doneNow);
      return new Progress(
          what, doneNow, total.get(), unit, perSecond, Duration.ofNanos(now - beganNanos));
    } finally {
      lock.unlock();
    }
  }

  private void measure(long now, long doneNow) {
    if (now - measuredNanos < SHORTEST_NANOS) {
      return;
    }
    double seconds = (now - measuredNanos) / 1e9;
    double latest = (doneNow - measuredDone) / seconds;
    double weight = measuredNanos == beganNanos ? 1 : -Math.expm1(-seconds / MEMORY_SECONDS);
    perSecond += weight * (latest - perSecond);
    measuredNanos = now;
    measuredDone = doneNow;
  }
}
