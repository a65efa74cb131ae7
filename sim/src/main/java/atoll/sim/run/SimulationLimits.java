package atoll.sim.run;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// How far a simulation may go.
///
/// @param steps how often work may be resumed or a timer may fire
/// @param virtualTime how far the clock may be moved
/// @param works how many pieces of work may live at once
/// @param patience how long, in real time, one step may take before it counts as stuck
/// @param stallChance how probable it is that work which could go on is held up first
/// @param longestStall how long such a hold-up lasts at most, in virtual time
public record SimulationLimits(
    long steps,
    Duration virtualTime,
    int works,
    Duration patience,
    double stallChance,
    Duration longestStall)
    implements Limits {

  /// Ten million steps, a day, 10 000 works, 30 s for a step, no stalls.
  public static final SimulationLimits USUAL =
      new SimulationLimits(
          10_000_000, Duration.ofDays(1), 10_000, Duration.ofSeconds(30), 0, Duration.ZERO);

  public SimulationLimits {
    Check.that(steps > 0 && works > 0, "a simulation needs room for steps and works");
    Check.that(stallChance >= 0 && stallChance < 1, "a stall's chance is in [0, 1)");
  }

  public SimulationLimits withSteps(long most) {
    return new SimulationLimits(most, virtualTime, works, patience, stallChance, longestStall);
  }

  public SimulationLimits withVirtualTime(Duration most) {
    return new SimulationLimits(steps, most, works, patience, stallChance, longestStall);
  }

  public SimulationLimits withWorks(int most) {
    return new SimulationLimits(steps, virtualTime, most, patience, stallChance, longestStall);
  }

  public SimulationLimits withPatience(Duration most) {
    return new SimulationLimits(steps, virtualTime, works, most, stallChance, longestStall);
  }

  /// Holds work up now and then, as a busy machine or a collection of garbage does.
  public SimulationLimits withStalls(double chance, Duration longest) {
    return new SimulationLimits(steps, virtualTime, works, patience, chance, longest);
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("simulation.steps.max", Long.toString(steps), "the run fails"),
        new Limit("simulation.time.max", virtualTime.toString(), "the run fails"),
        new Limit("simulation.works.max", Integer.toString(works), "submit answers BUSY"),
        new Limit("simulation.patience", patience.toString(), "the run fails as stuck"));
  }
}
