package atoll.kit.count;

import atoll.kit.Check;
import java.util.concurrent.atomic.LongAdder;

/// A number that only grows. Shared (its adder is striped).
public final class Counter {

  private final LongAdder value = new LongAdder();

  Counter() {}

  public void increment() {
    value.increment();
  }

  /// Grows by an amount that is not negative.
  public void add(long amount) {
    Check.that(amount >= 0, "a counter only grows");
    value.add(amount);
  }

  public long value() {
    return value.sum();
  }
}
