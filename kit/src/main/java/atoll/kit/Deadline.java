package atoll.kit;

import java.time.Duration;

/// A moment on a [Clock] after which waiting is over. Every wait in Atoll takes one.
///
/// @param atNanos the moment, on the clock's monotonic scale
public record Deadline(long atNanos) {

  /// The moment `wait` from now. A wait of more than a hundred years is cut to that.
  public static Deadline after(Clock clock, Duration wait) {
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    return new Deadline(clock.nanos() + bounded.toNanos());
  }

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /// Nanoseconds left; zero or negative once the deadline has passed.
  public long remainingNanos(Clock clock) {
    return atNanos - clock.nanos();
  }

  public boolean hasPassed(Clock clock) {
    return remainingNanos(clock) <= 0;
  }

  /// The earlier of the two; both must stem from the same clock.
  public Deadline earlier(Deadline other) {
    return atNanos - other.atNanos <= 0 ? this : other;
  }
}
