package atoll.mkv.plan;

import java.time.Duration;
import java.util.Optional;

/// How often something may be done: so many tokens at once, and then one as often as the rate says.
/// A value: taking gives the bucket that is left. Immutable.
///
/// @param tokens that are there
/// @param atNanos when that was so
public record TokenBucket(double tokens, long atNanos) {

  /// What became of asking for a token.
  ///
  /// @param left the bucket afterwards
  /// @param pause how long until there is one; empty if one was taken
  public record Taken(TokenBucket left, Optional<Duration> pause) {}

  public static TokenBucket full(int burst, long nowNanos) {
    return new TokenBucket(burst, nowNanos);
  }

  /// Asks for a token.
  ///
  /// @param rate tokens in a second
  /// @param burst the most that gather
  public Taken take(double rate, int burst, long nowNanos) {
    double seconds = Math.max(0, nowNanos - atNanos) / 1e9;
    double present = Math.min(burst, tokens + seconds * rate);
    if (present >= 1) {
      return new Taken(new TokenBucket(present - 1, nowNanos), Optional.empty());
    }
    Duration pause = Duration.ofNanos((long) Math.ceil((1 - present) / rate * 1e9));
    return new Taken(new TokenBucket(present, nowNanos), Optional.of(pause));
  }
}
