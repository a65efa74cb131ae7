package atoll.volumeserver.heartbeat;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.List;

/// The pace of heartbeats. Immutable.
///
/// @param pulse between two heartbeats, and the longest pause before a lost master is tried again
/// @param shardPulses after how many of them the shards are told anew
/// @param firstRetry the pause before a lost master is tried again for the first time
/// @param leaderPause before a new leader is called: it may be the same process
/// @param firstAnswer how long a master may take to answer the first heartbeat
/// @param duplicateRetries how often a directory may be refused that another server has shown; the
///   pause before each doubles, from `duplicatePause` on
/// @param farewellTime how long the last heartbeat may take
public record HeartbeatSettings(
    Duration pulse,
    int shardPulses,
    Duration firstRetry,
    Duration leaderPause,
    Duration firstAnswer,
    int duplicateRetries,
    Duration duplicatePause,
    Duration farewellTime)
    implements Limits {

  public static final HeartbeatSettings USUAL =
      new HeartbeatSettings(
          Duration.ofSeconds(5),
          17,
          Duration.ofMillis(250),
          Duration.ofSeconds(3),
          Duration.ofSeconds(15),
          3,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2));

  public HeartbeatSettings {
    Check.that(shardPulses > 0 && duplicateRetries >= 0, "pulses are counted");
    for (Duration each :
        List.of(pulse, firstRetry, leaderPause, firstAnswer, duplicatePause, farewellTime)) {
      Check.that(each.isPositive(), "heartbeats take time");
    }
  }

  /// The pause before the next try, after so many that failed: from `firstRetry` on it doubles, up
  /// to a pulse.
  Duration retryPause(int failures) {
    Duration pause = firstRetry.multipliedBy(1L << Math.clamp(failures - 1, 0, 20));
    return pause.compareTo(pulse) < 0 ? pause : pulse;
  }

  /// The pause before a refused directory is shown again.
  Duration duplicatePause(int refusals) {
    return duplicatePause.multipliedBy(1L << Math.clamp(refusals - 1, 0, 20));
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("heartbeat.pulse", Durations.brief(pulse), "the master hears of changes"),
        new Limit(
            "heartbeat.answer", Durations.brief(firstAnswer), "the next master is tried instead"),
        new Limit(
            "heartbeat.duplicate.retries",
            Integer.toString(duplicateRetries),
            "the process ends: another server has the same directory"),
        new Limit("heartbeat.farewell", Durations.brief(farewellTime), "the stream is cut"));
  }
}
