package atoll.fast;

import atoll.kit.Check;
import java.time.Duration;

/// How long a call may take, and what it makes of nulls.
///
/// @param total from the call to the end of its answer, taking its values included
/// @param quiet how long the server may let the caller wait for the next value
/// @param ignoreNullValues whether nulls among the values are passed over; otherwise one ends the
///   call
public record CallOptions(Duration total, Duration quiet, boolean ignoreNullValues) {

  public CallOptions {
    Check.that(!total.isNegative() && !quiet.isNegative(), "a call cannot end before it begins");
  }

  /// A call that must be over after `total`.
  public static CallOptions within(Duration total) {
    return new CallOptions(total, total, false);
  }

  /// The same, giving up as well when nothing has come for so long.
  public CallOptions quietFor(Duration longest) {
    return new CallOptions(total, longest, ignoreNullValues);
  }

  /// The same, passing over nulls.
  public CallOptions ignoringNullValues() {
    return new CallOptions(total, quiet, true);
  }
}
