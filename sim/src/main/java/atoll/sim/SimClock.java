package atoll.sim;

import atoll.kit.Check;
import atoll.kit.Clock;
import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is moved by hand, or by a simulation.
///
/// The monotonic scale begins one hour before the largest `long`: code that compares two readings
/// instead of subtracting them fails here and not after 292 years. The wall begins at [#START].
///
/// Shared (volatile fields); one thread at a time moves it.
public final class SimClock implements Clock {

  /// The wall clock's first reading.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long ORIGIN_NANOS = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

  private volatile long elapsedNanos;
  private volatile Duration wallShift = Duration.ZERO;

  @Override
  public long nanos() {
    return ORIGIN_NANOS + elapsedNanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(elapsedNanos).plus(wallShift);
  }

  /// How far this clock has been moved since its beginning.
  public Duration elapsed() {
    return Duration.ofNanos(elapsedNanos);
  }

  /// As [#elapsed()], in nanoseconds.
  public long elapsedNanos() {
    return elapsedNanos;
  }

  /// Lets time pass on both scales.
  public void advance(Duration time) {
    Check.that(!time.isNegative(), () -> "time does not go back: " + time);
    elapsedNanos = Math.addExact(elapsedNanos, time.toNanos());
  }

  /// Moves the wall clock alone, in either direction, as an operator or a time service does.
  public void shiftWall(Duration shift) {
    wallShift = wallShift.plus(shift);
  }
}
