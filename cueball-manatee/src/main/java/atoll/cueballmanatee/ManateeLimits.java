package atoll.cueballmanatee;

import atoll.cueball.Backoff;
import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a [ManateePrimaryResolver].
///
/// @param sessionTime how long ZooKeeper keeps a session that is silent
/// @param connectTime how long connecting to ZooKeeper may take
/// @param backoff the pauses between attempts to read the state while ZooKeeper does not answer
public record ManateeLimits(Duration sessionTime, Duration connectTime, Backoff backoff)
    implements Limits {

  /// 5 s each.
  public static final ManateeLimits USUAL =
      new ManateeLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Backoff.USUAL);

  public ManateeLimits {
    Check.that(sessionTime.isPositive() && connectTime.isPositive(), "a session takes time");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("manatee.session.time", sessionTime.toMillis() + " ms", "a new one is begun"),
        new Limit(
            "manatee.connect.time", connectTime.toMillis() + " ms", "another member is tried"),
        new Limit(
            "manatee.backoff.longest",
            backoff.longest().toMillis() + " ms",
            "a silent ZooKeeper is asked that often"));
  }
}
