package atoll.kit.progress;

import atoll.kit.Check;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far a piece of work has come, at one moment. Immutable.
///
/// @param what the work as a person would call it: `copying volume 7`
/// @param done how much is done, in units
/// @param total how much there is, or [#UNKNOWN]
/// @param unit what is counted
/// @param perSecond the recent rate in units; 0 while nothing is known
/// @param elapsed since the work began
public record Progress(
    String what, long done, long total, ProgressUnit unit, double perSecond, Duration elapsed) {

  public static final long UNKNOWN = -1;

  public Progress {
    Check.that(done >= 0, "nobody can have done less than nothing");
    Check.that(total >= UNKNOWN, "a total is a number or unknown");
  }

  /// What part is done, from 0 to 1; none if the total is unknown. Nothing at all is done.
  public OptionalDouble fraction() {
    if (total == UNKNOWN) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(total == 0 ? 1 : Math.min(1, (double) done / total));
  }

  /// How long it will take at the recent rate; none while that or the total is unknown.
  public Optional<Duration> timeLeft() {
    if (total == UNKNOWN || perSecond <= 0) {
      return Optional.empty();
    }
    double seconds = Math.max(0, total - done) / perSecond;
    // Beyond a century the estimate means nothing.
    return seconds > 3e9
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (seconds * 1e3)));
  }
}
