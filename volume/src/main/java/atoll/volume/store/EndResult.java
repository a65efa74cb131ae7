package atoll.volume.store;

import atoll.kit.Fault;

/// What came of unmounting or deleting a volume, or of moving its index.
public sealed interface EndResult {

  /// It is done.
  record Ended() implements EndResult {}

  /// There is no such volume.
  record Absent() implements EndResult {}

  /// It was not done.
  record Refused(Fault fault, String why) implements EndResult {}
}
