package atoll.mkv.hosts;

/// What was seen of a host lately, as a value: each sight gives the next one. Immutable.
///
/// @param failures in a row
/// @param successes in a row
public record HostPulse(HostCondition condition, int failures, int successes) {

  public static final HostPulse FRESH = new HostPulse(HostCondition.UP, 0, 0);

  /// After one more sight.
  ///
  /// @param fall failures in a row that make it down
  /// @param rise successes in a row that make a host that was down up again
  public HostPulse next(boolean sound, int fall, int rise) {
    if (!sound) {
      int count = failures + 1;
      HostCondition worse =
          condition == HostCondition.DOWN || count >= fall
              ? HostCondition.DOWN
              : HostCondition.SUSPECT;
      return new HostPulse(worse, count, 0);
    }
    int count = successes + 1;
    boolean stillDown = condition == HostCondition.DOWN && count < rise;
    return stillDown ? new HostPulse(HostCondition.DOWN, failures, count) : FRESH;
  }
}
