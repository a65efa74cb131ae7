package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.NeedleLocation;
import java.nio.ByteBuffer;

/// Finds the records that were appended after a moment, by the times that records of format version
/// 3 carry. Confined to one thread.
///
/// Records lie in the order of their times, but for those that the last vacuum has put in order of
/// ids. All records of one vacuum are older than all that came after it, so that nothing that was
/// appended since the last vacuum is ever missed.
public final class LaterRecords {

  private final VolumeFiles files;
  private final BufferPool buffers;

  /// @param files which the caller has retained
  public LaterRecords(VolumeFiles files, BufferPool buffers) {
    this.files = files;
    this.buffers = buffers;
  }

  /// Where the first record begins that was appended after a moment.
  ///
  /// @param sinceNanos since 1970, unsigned; 0 for all records, also of formats without times
  /// @param dataEnd and `indexEnd` of one moment; records behind them are not looked at
  /// @return `dataEnd` if there is none
  /// @throws AtollException as the disk does
  public long begin(long sinceNanos, long dataEnd, long indexEnd) {
    if (sinceNanos == 0) {
      return files.firstRecordAt();
    }
    if (files.format().version() != 3) {
      return dataEnd;
    }
    long low = 0;
    long high = indexEnd / files.width().rowBytes();
    long found = dataEnd;
    while (low < high) {
      long middle = (low + high) >>> 1;
      // Rows that lead to no time are passed over: the next one that does speaks for them.
      long at = middle;
      long time = 0;
      IndexRow row = row(at);
      while ((time = appended(row)) == 0 && ++at < high) {
        row = row(at);
      }
      if (Long.compareUnsigned(time, sinceNanos) > 0) {
        found = row.offset();
      }
      if (time == 0 || Long.compareUnsigned(time, sinceNanos) > 0) {
        high = middle;
      } else {
        low = at + 1;
      }
    }
    return found;
  }

  private IndexRow row(long number) {
    int bytes = files.width().rowBytes();
    try (BufferPool.Lease lease = buffers.take(bytes)) {
      ByteBuffer row = lease.buffer();
      if (files.index().readAt(number * bytes, row) != bytes) {
        throw new AtollException(
            Fault.CORRUPT, files.index().path() + " ends within row " + number);
      }
      return new IndexRows(row.flip(), files.width()).row(0);
    }
  }

  /// 0 for what lies in remote storage, and for damage.
  private long appended(IndexRow row) {
    if (row.offset() == 0) {
      return 0;
    }
    NeedleLocation location = new NeedleLocation(row.offset(), Math.max(0, row.size()));
    return RecordTimes.appended(files, location, row.id(), buffers);
  }
}
