package atoll.cueball;

import atoll.kit.Check;
import atoll.kit.Limit;
import java.time.Duration;
import java.util.List;

/// The times of a pool.
///
/// @param claim how long a claim waits if its caller names no deadline
/// @param patience how long a waiting claim may be overtaken by newer ones; see [Pool]
/// @param dial how long connecting may take
/// @param spreadDelay how long changes are gathered before connections are spread anew
/// @param decoherence how often the order of idle connections is mixed
/// @param check how often idle connections are tried and claims looked at
/// @param checkAnswer how long one such trial may take
/// @param hold how long a claim may be held before it counts as lost
/// @param stop how long closing the pool waits for claims that are out
public record PoolTimes(
    Duration claim,
    Duration patience,
    Duration dial,
    Duration spreadDelay,
    Duration decoherence,
    Duration check,
    Duration checkAnswer,
    Duration hold,
    Duration stop) {

  public static final PoolTimes USUAL =
      new PoolTimes(
          Duration.ofSeconds(30),
          Duration.ofMillis(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  public PoolTimes {
    Check.that(!claim.isNegative() && !patience.isNegative(), "a claim cannot end before it began");
    Check.that(!spreadDelay.isNegative() && !stop.isNegative(), "no wait is negative");
    Check.that(dial.isPositive() && checkAnswer.isPositive(), "connecting and checking take time");
    Check.that(decoherence.isPositive() && check.isPositive(), "there is a pause between two runs");
    Check.that(hold.isPositive(), "a claim is held for a while");
  }

  public PoolTimes withClaim(Duration most) {
    return new PoolTimes(
        most, patience, dial, spreadDelay, decoherence, check, checkAnswer, hold, stop);
  }

  public PoolTimes withPatience(Duration most) {
    return new PoolTimes(
        claim, most, dial, spreadDelay, decoherence, check, checkAnswer, hold, stop);
  }

  public PoolTimes withDial(Duration most) {
    return new PoolTimes(
        claim, patience, most, spreadDelay, decoherence, check, checkAnswer, hold, stop);
  }

  public PoolTimes withSpreadDelay(Duration delay) {
    return new PoolTimes(claim, patience, dial, delay, decoherence, check, checkAnswer, hold, stop);
  }

  public PoolTimes withDecoherence(Duration pause) {
    return new PoolTimes(claim, patience, dial, spreadDelay, pause, check, checkAnswer, hold, stop);
  }

  /// Checks every `pause`, each trial within `answer`.
  public PoolTimes withCheck(Duration pause, Duration answer) {
    return new PoolTimes(
        claim, patience, dial, spreadDelay, decoherence, pause, answer, hold, stop);
  }

  public PoolTimes withHold(Duration most) {
    return new PoolTimes(
        claim, patience, dial, spreadDelay, decoherence, check, checkAnswer, most, stop);
  }

  public PoolTimes withStop(Duration most) {
    return new PoolTimes(
        claim, patience, dial, spreadDelay, decoherence, check, checkAnswer, hold, most);
  }

  List<Limit> list() {
    return List.of(
        limit("claim.time", claim, "the claim fails: busy, or unreachable without a connection"),
        limit("claim.patience", patience, "the claim is served before all newer ones"),
        limit("claim.hold.time", hold, "the claim is revoked and its connection closed"),
        limit("dial.time", dial, "the backend counts as failing and is tried again after a pause"),
        limit("spread.delay", spreadDelay, "connections are spread anew"),
        limit("decoherence.pause", decoherence, "the order of idle connections is mixed"),
        limit("check.pause", check, "idle connections are tried, claims looked at"),
        limit("check.answer.time", checkAnswer, "the connection counts as broken"),
        limit("stop.time", stop, "the claims still out are revoked"));
  }

  private static Limit limit(String name, Duration value, String whenReached) {
    return new Limit("pool." + name, value.toMillis() + " ms", whenReached);
  }
}
