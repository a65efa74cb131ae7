package atoll.volume.vacuum;

import atoll.kit.Fault;

/// What came of a step of a vacuum. Unless it is [Committed] or [Compacted], the old files serve
/// on.
public sealed interface VacuumResult {

  /// The new files are written and wait for the commit.
  record Compacted(VacuumSummary summary) implements VacuumResult {}

  /// The volume serves the new files.
  record Committed(VacuumSummary summary) implements VacuumResult {}

  /// What had been compacted is gone, or there was nothing.
  record CleanedUp() implements VacuumResult {}

  /// A step for this volume runs already.
  record Busy() implements VacuumResult {}

  /// There is nothing to commit.
  record NotCompacted() implements VacuumResult {}

  /// It was not begun.
  record Refused(Fault fault, String why) implements VacuumResult {}

  /// It failed: a record did not verify, the disk failed, or it was cancelled.
  record Failed(Fault fault, String why) implements VacuumResult {}
}
