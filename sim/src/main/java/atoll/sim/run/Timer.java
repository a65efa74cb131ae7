package atoll.sim.run;

/// Something that happens at a moment of virtual time. Timers of one moment fire in an order drawn
/// from the seed.
///
/// @param atNanos since the simulation's beginning
/// @param tie what decides among timers of one moment
/// @param number unique
/// @param what for the trace
record Timer(long atNanos, int tie, long number, String what, Runnable action)
    implements Comparable<Timer> {

  @Override
  public int compareTo(Timer other) {
    int byTime = Long.compare(atNanos, other.atNanos);
    if (byTime != 0) {
      return byTime;
    }
    int byTie = Integer.compare(tie, other.tie);
    return byTie != 0 ? byTie : Long.compare(number, other.number);
  }

  /// As the ordering has it.
  @Override
  public boolean equals(Object other) {
    return other instanceof Timer timer && timer.number == number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
