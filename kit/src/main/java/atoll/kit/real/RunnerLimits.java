package atoll.kit.real;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a [RealRunner].
///
/// @param workCount pieces of work at a time, those that wait for their moment included
/// @param closingTime how long a close waits for work that has been cancelled
public record RunnerLimits(int workCount, Duration closingTime) implements Limits {

  public static final RunnerLimits USUAL = new RunnerLimits(20_000, Duration.ofSeconds(10));

  public RunnerLimits {
    Check.that(workCount > 0, "a runner must be allowed some work");
    Check.that(!closingTime.isNegative(), "a runner cannot close before it began to");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("runner.work.count", Integer.toString(workCount), "new work is refused: busy"),
        new Limit(
            "runner.closing.time",
            closingTime.toMillis() + " ms",
            "work that still runs is reported and left behind"));
  }
}
