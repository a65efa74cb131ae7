package atoll.volume.offline;

import java.util.List;

/// What a survey found, as far as it decides what to do.
///
/// @param obstacles what must be seen to first, in words
/// @param damaged bytes of the data file that are no whole record, in order
/// @param dataBytes where the data file ends
/// @param firstRecordAt where its records begin
/// @param needsIndex whether the index does not fit the records
public record FixFacts(
    List<String> obstacles,
    List<DamagedRange> damaged,
    long dataBytes,
    long firstRecordAt,
    boolean needsIndex) {

  public FixFacts {
    obstacles = List.copyOf(obstacles);
    damaged = List.copyOf(damaged);
  }

  /// Where the damage begins that reaches to the end of the file; its end if there is none.
  long tailAt() {
    long tail = dataBytes;
    for (DamagedRange range : damaged.reversed()) {
      if (range.end() != tail) {
        break;
      }
      tail = range.offset();
    }
    return tail;
  }

  /// Whether what stands at the end is no more than the torn record of a crash.
  boolean tailIsTorn() {
    return !damaged.isEmpty()
        && damaged.getLast().offset() == tailAt()
        && damaged.getLast().id() == 0;
  }
}
