package atoll.moray;

import atoll.fast.CallOptions;
import atoll.fast.codec.Values;

/// One call before it is made.
///
/// @param time how long it may take
record Request(String method, Values arguments, CallOptions time) {}
