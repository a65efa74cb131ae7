package atoll.kit;

import java.time.Instant;

/// Time as a seam. Two clocks in one: a monotonic one for waits and measurements, and the wall
/// clock for what is written down.
public interface Clock {

  /// Nanoseconds since an arbitrary origin; never goes backwards. Only differences mean anything.
  long nanos();

  /// The wall clock. May jump in either direction.
  Instant now();

  /// The wall clock as nanoseconds since 1970-01-01T00:00:00Z, as needles carry it.
  default long epochNanos() {
    Instant now = now();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }
}
