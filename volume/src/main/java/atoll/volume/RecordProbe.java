package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Tells whether a whole record begins at an offset of which no index speaks.
///
/// What a loss of power leaves is told from a record by its checksum, which covers the data alone;
/// and around the data by what cannot be zero where a sector of the disk was never written.
/// Confined to one load, or to one run of the offline tool.
public final class RecordProbe {

  private static final int CHUNK = 1 << 16;

  /// Disks write at least so much or nothing.
  private static final int SECTOR = 512;

  /// 2001 and 2096: a time of appending outside is no evidence of a record.
  private static final long NANOS_MIN = 1_000_000_000_000_000_000L;

  private static final long NANOS_MAX = 4_000_000_000_000_000_000L;

  private final DiskFile data;
  private final NeedleFormat format;
  private final BufferPool buffers;
  private long bytesRead;

  /// A whole record.
  ///
  /// @param size the header's size field
  /// @param bytes of the record, padding included
  public record Found(long offset, NeedleMeta meta, int size, long bytes) {

    /// Where the next record may begin.
    public long end() {
      return offset + bytes;
    }
  }

  /// A probe of one data file.
  public RecordProbe(DiskFile data, NeedleFormat format, BufferPool buffers) {
    this.data = data;
    this.format = format;
    this.buffers = buffers;
  }

  /// How much was read so far.
  long bytesRead() {
    return bytesRead;
  }

  /// The record that begins at an offset; null if none does, or if it ends behind `end`.
  public @Nullable Found at(long offset, long end) {
    return at(offset, end, -1);
  }

  /// As [#at(long, long)], of a record whose header may be damaged.
  ///
  /// @param size the size field to go by; below zero for the header's own
  public @Nullable Found at(long offset, long end, int size) {
    try (BufferPool.Lease lease = buffers.take(NeedleFormat.HEAD_BYTES_MAX)) {
      ByteBuffer head = lease.buffer();
      bytesRead += data.readAt(offset, head);
      head.flip();
      if (head.remaining() < NeedleFormat.HEAD_BYTES_MAX) {
        return null;
      }
      Place place = new Place(data.path().toString(), offset);
      NeedleHeader header = NeedleHeader.read(head, place);
      NeedleHeader trusted =
          size < 0 ? header : new NeedleHeader(header.cookie(), header.id(), size);
      if (trusted.size() < 0 || format.recordBytes(trusted.size()) > end - offset) {
        return null;
      }
      return whole(offset, trusted, head, place);
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT) {
        return null;
      }
      throw e;
    }
  }

  /// A record without data that says nothing to show that it is one, but has a needle's id. Only
  /// what stands around it can vouch for it.
  public @Nullable Found emptyAt(long offset, long end) {
    int bytes = (int) format.recordBytes(0);
    try (BufferPool.Lease lease = buffers.take(bytes)) {
      ByteBuffer record = lease.buffer();
      bytesRead += data.readAt(offset, record);
      record.flip();
      if (record.remaining() < bytes || end - offset < bytes) {
        return null;
      }
      Place place = new Place(data.path().toString(), offset);
      NeedleHeader header = NeedleHeader.read(record, place);
      if (header.size() != 0 || header.id().value() == 0) {
        return null;
      }
      RecordSpan span = format.span(record, header, place);
      ByteBuffer tail = record.slice((int) span.tailAt(), span.tailBytes());
      return new Found(offset, format.readTail(tail, header, span, place), 0, bytes);
    }
  }

  /// Why no whole record begins at an offset, in words.
  public String whyNot(long offset, long end) {
    try (BufferPool.Lease lease = buffers.take(NeedleFormat.HEAD_BYTES_MAX)) {
      ByteBuffer head = lease.buffer();
      data.readAt(offset, head);
      if (head.flip().remaining() < NeedleFormat.HEAD_BYTES_MAX) {
        return "the file ends within a header";
      }
      Place place = new Place(data.path().toString(), offset);
      NeedleHeader header = NeedleHeader.read(head, place);
      if (header.size() < 0) {
        return "no record begins here: its size would be " + header.size();
      }
      if (format.recordBytes(header.size()) > end - offset) {
        return "a record of %d bytes would begin here, but %d are left"
            .formatted(format.recordBytes(header.size()), end - offset);
      }
      RecordSpan span = format.span(head, header, place);
      try (BufferPool.Lease rest = buffers.take(span.tailBytes())) {
        ByteBuffer tail = rest.buffer();
        data.readAt(offset + span.tailAt(), tail);
        NeedleMeta meta = format.readTail(tail.flip(), header, span, place);
        Checksum sum = sum(offset + span.dataAt(), span.dataBytes());
        return sum.agreesWith(meta.checksum())
            ? "what stands here does not look like a needle"
            : "invalid CRC for needle %s (got %s, want %s)"
                .formatted(header.id(), sum, meta.checksum());
      }
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT) {
        return String.valueOf(e.getMessage());
      }
      throw e;
    }
  }

  /// The next whole record, wherever it begins.
  ///
  /// @param from a multiple of [NeedleFormat#ALIGNMENT]
  public @Nullable Found next(long from, long end) {
    return next(from, end, Long.MAX_VALUE);
  }

  /// @param readMax ends the search once so much was read in all
  private @Nullable Found next(long from, long end, long readMax) {
    try (BufferPool.Lease lease = buffers.take(CHUNK)) {
      long window = from;
      while (window < end && bytesRead <= readMax) {
        ByteBuffer peek = lease.buffer().clear().limit((int) Math.min(CHUNK, end - window));
        bytesRead += data.readAt(window, peek);
        peek.flip();
        int at = 0;
        for (; at + NeedleFormat.HEAD_BYTES_MAX <= peek.limit(); at += NeedleFormat.ALIGNMENT) {
          Found found = mayBegin(peek, at, end - window - at) ? at(window + at, end) : null;
          if (found != null || bytesRead > readMax) {
            return found;
          }
        }
        if (at == 0) {
          break;
        }
        window += at;
      }
    }
    return null;
  }

  private @Nullable Found whole(long offset, NeedleHeader header, ByteBuffer head, Place place) {
    RecordSpan span = format.span(head, header, place);
    NeedleMeta meta;
    try (BufferPool.Lease lease = buffers.take(span.tailBytes())) {
      ByteBuffer tail = lease.buffer();
      bytesRead += data.readAt(offset + span.tailAt(), tail);
      meta = format.readTail(tail.flip(), header, span, place);
    }
    boolean sound =
        header.size() == 0
            ? isPlausibleWithoutData(offset, meta)
            : !headMayBeTorn(offset, meta)
                && (format.version() != 3 || meta.appendedNanos() > 0)
                && sum(offset + span.dataAt(), span.dataBytes()).agreesWith(meta.checksum());
    return sound ? new Found(offset, meta, header.size(), format.recordBytes(header.size())) : null;
  }

  /// A record without data has no checksum to go by.
  private boolean isPlausibleWithoutData(long offset, NeedleMeta meta) {
    long id = meta.key().id().value();
    if (format.version() != 3) {
      return meta.key().cookie().value() != 0 && (int) id != 0;
    }
    long nanos = meta.appendedNanos();
    return !headMayBeTorn(offset, meta)
        && nanos >= NANOS_MIN
        && nanos <= NANOS_MAX
        && (int) nanos != 0;
  }

  /// Whether a sector ends within the header and the first one may never have been written.
  private static boolean headMayBeTorn(long offset, NeedleMeta meta) {
    return (offset + 8) % SECTOR == 0 && meta.key().cookie().value() == 0;
  }

  private Checksum sum(long dataAt, int dataBytes) {
    CRC32C sum = new CRC32C();
    try (BufferPool.Lease lease = buffers.take(CHUNK)) {
      for (long at = 0; at < dataBytes; at += CHUNK) {
        ByteBuffer chunk = lease.buffer().clear().limit((int) Math.min(CHUNK, dataBytes - at));
        bytesRead += data.readAt(dataAt + at, chunk);
        sum.update(chunk.flip());
      }
    }
    return Checksum.of(sum);
  }

  /// Whether a whole record begins anywhere between two offsets.
  ///
  /// @param bytesMax how much may be read to find out
  Search search(long from, long end, long bytesMax) {
    long readMax = bytesRead + bytesMax;
    if (next(from, end, readMax) != null) {
      return Search.FOUND;
    }
    return bytesRead > readMax ? Search.TOO_FAR : Search.NONE;
  }

  /// A look at a header that costs nothing.
  private boolean mayBegin(ByteBuffer peek, int at, long room) {
    int size = peek.getInt(at + 12);
    if (size < 0 || format.recordBytes(size) > room) {
      return false;
    }
    if (size == 0) {
      // Without a time there is no evidence at all.
      return format.version() == 3 && peek.getLong(at) != 0;
    }
    if (format.version() == 1) {
      return true;
    }
    long dataBytes = Integer.toUnsignedLong(peek.getInt(at + NeedleHeader.BYTES));
    long rest = size - Integer.BYTES - dataBytes;
    return dataBytes > 0 && rest >= 1 && rest <= NeedleFormat.TAIL_BYTES_READ_MAX;
  }

  /// What came of looking for a record.
  enum Search {
    FOUND,
    NONE,
    TOO_FAR
  }
}
