package atoll.kit.count;

import java.util.concurrent.atomic.AtomicLong;

/// A number that goes up and down. Shared (one atomic value).
public final class Gauge {

  /// A double in its raw bits.
  private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

  Gauge() {}

  public void set(double value) {
    bits.set(Double.doubleToRawLongBits(value));
  }

  /// Adds an amount, which may be negative.
  public void add(double amount) {
    long before;
    long after;
    do {
      before = bits.get();
      after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + amount);
    } while (!bits.compareAndSet(before, after));
  }

  public double value() {
    return Double.longBitsToDouble(bits.get());
  }
}
