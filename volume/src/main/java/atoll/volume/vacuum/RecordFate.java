package atoll.volume.vacuum;

import atoll.volume.index.NeedleLocation;
import org.jspecify.annotations.Nullable;

/// What becomes of a record. Pure.
enum RecordFate {
  /// It is a live needle and is copied.
  KEEP,
  /// It deletes a needle that was copied before it was deleted, and is copied too.
  DELETES,
  /// It is garbage.
  DROP;

  /// @param offset of the record
  /// @param size of the record's header
  /// @param now what the volume's map says of its needle at present
  /// @param copied what the new map says
  static RecordFate of(
      long offset, int size, @Nullable NeedleLocation now, @Nullable NeedleLocation copied) {
    if (now == null) {
      return DROP;
    }
    if (!now.isDeleted()) {
      // Elsewhere means later in the file: that record is still to come.
      return now.offset() == offset ? KEEP : DROP;
    }
    return size == 0 && copied != null && !copied.isDeleted() ? DELETES : DROP;
  }
}
