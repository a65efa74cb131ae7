package atoll.cueball;

import atoll.kit.Check;
import atoll.kit.Randomness;
import java.time.Duration;

/// How long to wait before what failed is tried again: longer each time, and not all at once.
/// Immutable.
///
/// @param first the pause after the first failure
/// @param factor by how much each pause is longer than the one before
/// @param jitter the share by which a pause is shortened or lengthened at most, by chance
/// @param longest no pause is longer, before jitter
public record Backoff(Duration first, double factor, double jitter, Duration longest) {

  /// From 0.5 s to 60 s by half as much again, each up to a half shorter or longer.
  public static final Backoff USUAL =
      new Backoff(Duration.ofMillis(500), 1.5, 0.5, Duration.ofSeconds(60));

  public Backoff {
    Check.that(first.isPositive(), "a pause takes time");
    Check.that(factor >= 1, "pauses do not get shorter");
    Check.that(jitter >= 0 && jitter < 1, "jitter is a share below one");
    Check.that(longest.compareTo(first) >= 0, "the longest pause is not below the first");
  }

  /// The pause after that many failures in a row, which are at least one.
  public Duration pause(int failures, Randomness chance) {
    Check.that(failures > 0, "nothing failed");
    double nanos =
        Math.min(first.toNanos() * Math.pow(factor, failures - 1.0), (double) longest.toNanos());
    double spread = jitter * (2 * chance.nextDouble() - 1);
    return Duration.ofNanos(Math.max(1, Math.round(nanos * (1 + spread))));
  }
}
