package atoll.volume;

import atoll.kit.Check;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Goes from record to record through a data file, in its order, by headers alone; data is neither
/// read nor verified. Confined to one thread; close it.
///
/// ```java
/// try (var scan = new RecordScan(files, buffers, files.firstRecordAt(), files.dataEnd())) {
///   while (scan.next()) { … scan.offset() … scan.header() … }
/// }
/// ```
public final class RecordScan implements AutoCloseable {

  private static final int WINDOW = 1 << 16;

  private final VolumeFiles files;
  private final NeedleFormat format;
  private final long end;
  private final BufferPool.Lease lease;
  private long windowAt;
  private int windowBytes;
  private long nextAt;
  private long offset;
  private @Nullable NeedleHeader header;

  /// @param files which the caller has retained
  /// @param from where a record begins
  /// @param end where one ends: [VolumeFiles#dataEnd] at some moment
  public RecordScan(VolumeFiles files, BufferPool buffers, long from, long end) {
    this.files = files;
    this.format = files.format();
    this.end = end;
    this.nextAt = from;
    this.lease = buffers.take(WINDOW);
  }

  /// Goes to the next record.
  ///
  /// @return false at the end
  /// @throws atoll.kit.AtollException `CORRUPT` where none can begin; else as the disk does
  public boolean next() {
    if (nextAt >= end) {
      header = null;
      return false;
    }
    Place place = files.place(nextAt);
    NeedleHeader found = NeedleHeader.read(headerAt(nextAt), place);
    if (found.size() < 0 || format.recordBytes(found.size()) > end - nextAt) {
      throw place.corrupt("no record begins here: its size is " + found.size());
    }
    header = found;
    offset = nextAt;
    nextAt += format.recordBytes(found.size());
    return true;
  }

  private ByteBuffer headerAt(long at) {
    if (at < windowAt || at + NeedleHeader.BYTES > windowAt + windowBytes) {
      ByteBuffer window = lease.buffer().clear();
      window.limit((int) Math.min(WINDOW, end - at));
      windowBytes = files.data().readAt(at, window);
      windowAt = at;
    }
    int from = (int) (at - windowAt);
    return lease.buffer().clear().limit(windowBytes).position(Math.min(from, windowBytes));
  }

  /// Where the record begins.
  public long offset() {
    return offset;
  }

  public NeedleHeader header() {
    NeedleHeader now = header;
    Check.that(now != null, "no record: call next()");
    return Objects.requireNonNull(now);
  }

  /// How long the record is, padding included.
  public long recordBytes() {
    return format.recordBytes(header().size());
  }

  @Override
  public void close() {
    lease.close();
  }
}
