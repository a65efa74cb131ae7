package atoll.volume.vacuum;

/// What to do at a start about what an interrupted vacuum left. Pure: same remains, same decision.
/// `-` stands for either.
///
/// ```
///   .cpc | .cpd | .cpx | .dat | .idx ||
///   -----+------+------+------+------++---------------------------------------------------------
///   no   | no   | no   | -    | -    || nothing
///   no   | one or both | yes  | -    || discard: the old files are whole, the new ones may not be
///   no   | one or both | no   | -    || leave: nothing else is left of the volume
///   yes  | yes  | -    | -    | -    || finish: rename what has its new name not yet
///   yes  | no   | yes  | yes  | -    || finish: the data file has its name already
///   yes  | no   | no   | yes  | -    || finish: only the marker is left
///   yes  | no   | -    | no   | -    || leave: the data is gone, and not by a vacuum
/// ```
///
/// A missing `.idx` is made from the records when the volume is loaded.
public sealed interface VacuumRecovery {

  /// Nothing is left.
  record Nothing() implements VacuumRecovery {}

  /// The vacuum had not committed: its files go, the volume is wholly the old one.
  record Discard(boolean data, boolean index) implements VacuumRecovery {}

  /// The vacuum had committed: the volume is wholly the new one.
  ///
  /// @param data whether the data file must still be renamed
  /// @param index whether the index file must still be renamed
  record Finish(boolean data, boolean index) implements VacuumRecovery {}

  /// No kill of a vacuum leaves this: somebody must look.
  record Leave(String why) implements VacuumRecovery {}

  /// Which files there are.
  record Remains(
      boolean marker, boolean compactedData, boolean compactedIndex, boolean data, boolean index) {}

  static VacuumRecovery decide(Remains remains) {
    boolean compacted = remains.compactedData() || remains.compactedIndex();
    if (!remains.marker()) {
      if (!compacted) {
        return new Nothing();
      }
      return remains.data()
          ? new Discard(remains.compactedData(), remains.compactedIndex())
          : new Leave("there are files of a vacuum that had not committed, but no data file");
    }
    return remains.compactedData() || remains.data()
        ? new Finish(remains.compactedData(), remains.compactedIndex())
        : new Leave("a vacuum had committed, but neither its data file nor the old one is there");
  }
}
