package atoll.sim.run;

import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import java.time.Duration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Virtual time and what is to happen in it, counted in nanoseconds from the simulation's
/// beginning. Confined to whoever holds the baton.
final class Timers {

  private final SimClock clock = new SimClock();
  private final TreeSet<Timer> waiting = new TreeSet<>();
  private final SeededRandomness order;
  private final long lastNanos;
  private long made;

  /// @param order draws the order of timers of one moment
  /// @param lastNanos when virtual time ends
  Timers(SeededRandomness order, long lastNanos) {
    this.order = order;
    this.lastNanos = lastNanos;
  }

  SimClock clock() {
    return clock;
  }

  long elapsed() {
    return clock.elapsedNanos();
  }

  long lastNanos() {
    return lastNanos;
  }

  /// The moment `wait` from now, or the last one there is.
  long after(Duration wait) {
    try {
      return Math.addExact(elapsed(), wait.toNanos());
    } catch (ArithmeticException tooFar) {
      return Long.MAX_VALUE;
    }
  }

  Timer add(long atNanos, String what, Runnable action) {
    Timer timer = new Timer(atNanos, order.nextInt(), ++made, what, action);
    waiting.add(timer);
    return timer;
  }

  void remove(Timer timer) {
    waiting.remove(timer);
  }

  @Nullable Timer pollFirst() {
    return waiting.pollFirst();
  }

  void clear() {
    waiting.clear();
  }
}
