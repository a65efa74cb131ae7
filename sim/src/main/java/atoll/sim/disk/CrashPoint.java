package atoll.sim.disk;

import atoll.kit.Check;

/// Where a simulated machine loses power, and with which luck.
///
/// @param operation the number of the mutating operation, counted from 1
/// @param moment how much of that operation was done
/// @param seed decides what of the unsynced work survives, and where a torn write is torn
public record CrashPoint(long operation, Moment moment, long seed) {

  public CrashPoint {
    Check.that(operation >= 1, () -> "operations are counted from 1: " + operation);
  }

  /// How much of the last operation was done.
  public enum Moment {
    /// Nothing. What the caller did since the operation before has been done.
    BEFORE,
    /// The first bytes of a write of at least two bytes. Other operations are not torn: for them
    /// this is as [#BEFORE].
    TORN,
    /// All, but the caller never learns it.
    AFTER
  }

  /// Reads what [#toString()] writes.
  ///
  /// @throws IllegalArgumentException for anything else
  public static CrashPoint parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "a crash point is OPERATION:MOMENT:SEED, for example 17:TORN:42, not: " + text);
    }
    return new CrashPoint(
        Long.parseLong(parts[0]), Moment.valueOf(parts[1]), Long.parseLong(parts[2]));
  }

  /// `17:TORN:42`: operation, moment, seed.
  @Override
  public String toString() {
    return operation + ":" + moment + ":" + seed;
  }
}
