package atoll.kit;

import java.time.Duration;

/// A moment on a [Clock] after which waiting is over. Every wait in Atoll takes one.
///
/// @param atNanos the moment, on the clock's monotonic scale
public record Deadline(long atNanos) {

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /// The moment `wait` from now. A wait of more than a hundred years is cut to that, and one below
  /// zero is none.
  public static Deadline after(Clock clock, Duration wait) {
    if (wait.isNegative()) {
      return new Deadline(clock.nanos());
    }
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    return new Deadline(clock.nanos() + bounded.toNanos());
  }

  /// Nanoseconds left; zero or negative once the deadline has passed.
  public long remainingNanos(Clock clock) {
    return atNanos - clock.nanos();
  }

  /// The time left; zero once the deadline has passed.
  public Duration remaining(Clock clock) {
    return Duration.ofNanos(Math.max(0, remainingNanos(clock)));
  }

  public boolean hasPassed(Clock clock) {
    return remainingNanos(clock) <= 0;
  }

  /// The earlier of the two; both must stem from the same clock.
  public Deadline earlier(Deadline other) {
    return atNanos - other.atNanos <= 0 ? this : other;
  }
}
