package atoll.volume.index;

/// What reading an index file back adds up. Rows of one needle must come in the order of the file;
/// rows of different needles in any. Confined to the loader.
///
/// Every row that deletes counts as a deletion, even of a needle that is unknown or deleted
/// already: so does the Go server, and both report the same figures after a restart.
public final class RowCounters {

  private long fileCount;
  private long fileBytes;
  private long deletedCount;
  private long deletedBytes;
  private long highestId;

  /// Begins with nothing.
  public RowCounters() {}

  /// Goes on from figures that were kept.
  RowCounters(
      long fileCount, long fileBytes, long deletedCount, long deletedBytes, long highestId) {
    this.fileCount = fileCount;
    this.fileBytes = fileBytes;
    this.deletedCount = deletedCount;
    this.deletedBytes = deletedBytes;
    this.highestId = highestId;
  }

  RowCounters copy() {
    return new RowCounters(fileCount, fileBytes, deletedCount, deletedBytes, highestId);
  }

  /// A row that enters a needle.
  ///
  /// @param before the size the map had for it; zero or less if there was nothing alive
  void put(long id, int size, int before) {
    raise(id);
    fileCount++;
    fileBytes += size;
    if (before > 0) {
      deletedCount++;
      deletedBytes += before;
    }
  }

  /// A row that deletes a needle.
  void delete(long id, int before) {
    raise(id);
    deletedCount++;
    if (before > 0) {
      deletedBytes += before;
    }
  }

  /// Rows that entered needles nobody knew, in ascending order of id.
  void putNew(RegionImage rows) {
    long bytes = 0;
    for (int row = 0; row < rows.count; row++) {
      bytes += rows.sizes[row];
    }
    raise(rows.ids[rows.count - 1]);
    fileCount += rows.count;
    fileBytes += bytes;
  }

  private void raise(long id) {
    if (Long.compareUnsigned(id, highestId) > 0) {
      highestId = id;
    }
  }

  /// How many rows entered a needle.
  public long fileCount() {
    return fileCount;
  }

  /// The sizes of those rows.
  public long fileBytes() {
    return fileBytes;
  }

  /// How many rows deleted or replaced one.
  public long deletedCount() {
    return deletedCount;
  }

  /// The sizes of what was deleted or replaced.
  public long deletedBytes() {
    return deletedBytes;
  }

  /// The highest id of any row, as an unsigned number; 0 without rows.
  public long highestId() {
    return highestId;
  }
}
