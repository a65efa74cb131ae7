package atoll.volume.offline;

import atoll.volume.needle.NeedleMeta;

/// What stands at a place of a data file.
public sealed interface ListedRecord {

  long offset();

  /// Padding included.
  long bytes();

  /// A record that verifies.
  ///
  /// @param size the header's size field
  record Needle(long offset, long bytes, int size, NeedleMeta meta, State state)
      implements ListedRecord {}

  /// Bytes that are no whole record.
  record Damaged(DamagedRange range) implements ListedRecord {

    @Override
    public long offset() {
      return range.offset();
    }

    @Override
    public long bytes() {
      return range.bytes();
    }
  }

  /// What has become of a record.
  enum State {
    LIVE,
    /// A newer record of the same needle, or its tombstone, stands behind.
    SUPERSEDED,
    DELETED,
    /// It says that a needle was deleted.
    TOMBSTONE
  }
}
