package atoll.volume.offline;

import java.nio.file.Path;

/// One thing that was found about the files of a volume.
///
/// @param offset within the file
public record Finding(Kind kind, Path file, long offset, String what) {

  /// What kind of thing it is, and what it means for the volume.
  public enum Kind {
    /// Bytes of the data file that are no whole record.
    DAMAGE(true, false),
    /// The newest record of a needle lies in such bytes.
    NEEDLE_LOST(true, true),
    /// There is no index file.
    INDEX_MISSING(true, true),
    /// The index ends within a row.
    INDEX_TORN(true, true),
    /// A row promises a record behind the end of the data file.
    ROW_BEYOND_END(true, true),
    /// A row leads to a record that is another.
    ROW_DISAGREES(true, true),
    /// The index does not know the newest record of a needle.
    ROW_MISSING(true, true),
    /// The first rows were overwritten by deletions, as old servers did.
    HEAD_OVERWRITTEN(true, true),
    /// The info file cannot be read, or says another offset width than the rows have.
    INFO(true, false),
    /// The super block says another format version than the records have.
    SUPER_BLOCK(true, false),
    /// The data file is longer than its index can say.
    TOO_LONG(true, false),
    /// Something beside the volume that an operator should know of.
    NOTE(false, false);

    private final boolean isDamage;
    private final boolean needsIndex;

    Kind(boolean isDamage, boolean needsIndex) {
      this.isDamage = isDamage;
      this.needsIndex = needsIndex;
    }

    /// Whether the volume is not as it should be.
    public boolean isDamage() {
      return isDamage;
    }

    /// Whether a new index mends it.
    boolean needsIndex() {
      return needsIndex;
    }
  }

  @Override
  public String toString() {
    return "%s at offset %d: %s".formatted(file, offset, what);
  }
}
