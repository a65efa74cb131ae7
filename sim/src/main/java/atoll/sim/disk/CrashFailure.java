package atoll.sim.disk;

/// A crash after which a scenario did not hold.
///
/// @param scenario its name
/// @param seed the scenario's seed
/// @param point where power was cut, and with which luck
/// @param cause what the verdict said
public record CrashFailure(String scenario, long seed, CrashPoint point, Throwable cause) {

  /// The Java property that makes [CrashPoints#run()] replay this crash alone.
  public String replayProperty() {
    return "-D" + CrashPoints.REPLAY_PROPERTY + "=" + scenario + "/" + seed + "/" + point;
  }

  @Override
  public String toString() {
    return replayProperty() + "  " + cause;
  }
}
