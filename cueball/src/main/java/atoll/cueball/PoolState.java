package atoll.cueball;

import java.util.Locale;

/// Where a pool stands.
public enum PoolState {
  RUNNING,
  /// Grants no more claims, and waits for those that are out.
  STOPPING,
  /// Holds nothing any more.
  STOPPED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
