package atoll.volume.repair;

/// What was found about the files of a volume.
///
/// @param mayChange whether the files may be changed: not if the volume is marked read-only, lies
///   elsewhere, or cannot be written to
public record IndexFacts(Index index, Rows rows, Tail tail, boolean mayChange) {

  /// The index file.
  public enum Index {
    ABSENT,
    /// It ends with a whole row, or is empty.
    WHOLE,
    /// It ends within a row.
    TORN
  }

  /// The rows of the index, beside the records they promise.
  public enum Rows {
    /// The records of all rows lie within the data, and the last of them is the one promised.
    FIT,
    /// The last rows promise records that are not there, and nothing shows that they ever were.
    BEYOND,
    /// Row and data contradict each other in a way that no crash explains.
    CONTRADICT
  }

  /// What stands in the data file behind the last record that has a row.
  public enum Tail {
    NOTHING,
    /// Whole records up to the end.
    RECORDS,
    /// Whole records, then bytes that are none.
    RECORDS_THEN_TORN,
    /// Bytes that are no record.
    TORN,
    /// Bytes that are no record, and behind them a whole one.
    RECORD_BEHIND_DAMAGE,
    /// Bytes that are no record, too many to look through.
    UNSEARCHED
  }
}
