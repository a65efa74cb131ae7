package atoll.sharkspotter;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a search.
///
/// @param attempts how often the same rows are asked for
/// @param pause between two attempts
/// @param shown bad rows of a shard whose ids its report lists
public record SearchLimits(int attempts, Duration pause, int shown) implements Limits {

  public static final SearchLimits USUAL = new SearchLimits(3, Duration.ofSeconds(1), 20);

  public SearchLimits {
    Check.that(attempts > 0, "nothing is found without an attempt");
    Check.that(!pause.isNegative() && shown >= 0, "no bound is negative");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "search.attempts",
            Integer.toString(attempts),
            "the search of the shard ends; its report says from where to take it up"),
        new Limit("search.pause", pause.toMillis() + " ms", "the next attempt is made"),
        new Limit(
            "search.skipped.shown", Integer.toString(shown), "further bad rows are only counted"));
  }
}
