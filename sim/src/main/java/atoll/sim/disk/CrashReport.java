package atoll.sim.disk;

import java.util.List;
import java.util.stream.Collectors;

/// What came out of all crashes of a scenario.
///
/// @param scenario its name
/// @param seed its seed
/// @param mutations how many operations of the scenario changed something
/// @param crashes how many crashes were tried
/// @param operations how many simulated operations that took, reads, replays and verdicts included
/// @param failures the crashes that did not end well, at most [CrashPoints#FAILURES_MAX]
public record CrashReport(
    String scenario,
    long seed,
    long mutations,
    long crashes,
    long operations,
    List<CrashFailure> failures) {

  public CrashReport {
    failures = List.copyOf(failures);
  }

  /// Throws [AssertionError] with a line to replay each failure by, unless there is none.
  public CrashReport requireNoFailure() {
    if (!failures.isEmpty()) {
      throw new AssertionError(this.toString(), failures.getFirst().cause());
    }
    return this;
  }

  @Override
  public String toString() {
    String head =
        "%s, seed %d: %d mutating operations, %d crashes, %d simulated operations, %d failures"
            .formatted(scenario, seed, mutations, crashes, operations, failures.size());
    return failures.stream()
        .map(CrashFailure::toString)
        .collect(Collectors.joining("\n  ", failures.isEmpty() ? head : head + "\n  ", ""));
  }
}
