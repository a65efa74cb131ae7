package atoll.kit;

import java.util.function.Supplier;

/// Assertions against programmer errors: always on, never caught.
public final class Check {

  private Check() {}

  /// Throws [AssertionError] with `what` unless `holds`.
  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /// As [#that(boolean, String)], for a message that costs something to build.
  public static void that(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new AssertionError(what.get());
    }
  }
}
