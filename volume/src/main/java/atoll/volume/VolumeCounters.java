package atoll.volume;

import atoll.volume.index.RowCounters;

/// What a volume counts, as the Go server does: after a load what the rows of the index add up to,
/// and from then on what happens. The two differ: a row that deletes a needle nobody knows counts
/// as a deletion, the deletion itself does not.
///
/// @param fileCount how many needles were ever entered since the last vacuum
/// @param fileBytes the sizes of those
/// @param deletedCount how many needles were deleted or replaced
/// @param deletedBytes the sizes of those
/// @param highestId of all needles, as an unsigned number
public record VolumeCounters(
    long fileCount, long fileBytes, long deletedCount, long deletedBytes, long highestId) {

  public static final VolumeCounters NONE = new VolumeCounters(0, 0, 0, 0, 0);

  public static VolumeCounters of(RowCounters rows) {
    return new VolumeCounters(
        rows.fileCount(),
        rows.fileBytes(),
        rows.deletedCount(),
        rows.deletedBytes(),
        rows.highestId());
  }

  /// @param before the size the needle had; zero or less if there was nothing alive
  VolumeCounters put(long id, int size, int before) {
    boolean replaced = before > 0;
    return new VolumeCounters(
        fileCount + 1,
        fileBytes + size,
        deletedCount + (replaced ? 1 : 0),
        deletedBytes + (replaced ? before : 0),
        Long.compareUnsigned(id, highestId) > 0 ? id : highestId);
  }

  /// @param before the size the needle had
  VolumeCounters delete(int before) {
    return before <= 0
        ? this
        : new VolumeCounters(
            fileCount, fileBytes, deletedCount + 1, deletedBytes + before, highestId);
  }
}
