package atoll.fast;

import atoll.fast.json.Json;

/// What comes next in the answer to a call.
public sealed interface Step {

  /// One more value.
  record Value(Json json) implements Step {}

  /// The good end: there are no more values.
  record Done() implements Step {}

  /// The bad end.
  record Failed(CallFailure failure) implements Step {}
}
