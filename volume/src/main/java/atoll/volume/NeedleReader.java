package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Needle;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads needles of one set of files. Takes no lock and changes nothing. Immutable.
///
/// @param files whose data is read
record NeedleReader(VolumeFiles files, Clock clock, BufferPool buffers, int wholeBytesMax) {

  /// @throws AtollException as the disk does; a record that is damaged is a result instead
  ReadResult read(ReadRequest request) {
    long id = request.key().id().value();
    NeedleLocation location = files.map().find(id);
    if (location == null) {
      return new ReadResult.NotFound();
    }
    if (location.isDeleted() && (!request.deletedToo() || location.size() == -1)) {
      return new ReadResult.Deleted();
    }
    long recordBytes = files.format().recordBytes(Records.storedSize(location));
    try {
      return recordBytes <= wholeBytesMax
          ? readWhole(request, location, (int) recordBytes)
          : open(request, location);
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT) {
        return new ReadResult.Corrupt(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private ReadResult readWhole(ReadRequest request, NeedleLocation location, int recordBytes) {
    BufferPool.Lease lease = buffers.take(recordBytes);
    boolean kept = false;
    try {
      ByteBuffer record = lease.buffer();
      Records.Head head = read(request, location, record);
      if (head == null) {
        return new ReadResult.WouldWait();
      }
      if (isForeign(request, head.header())) {
        return new ReadResult.CookieMismatch();
      }
      Place place = files.place(head.offset());
      Needle needle = files.format().read(record.flip(), head.header(), place);
      if (isExpired(needle.meta())) {
        return new ReadResult.Expired();
      }
      kept = true;
      return new ReadResult.Found(needle, lease);
    } finally {
      if (!kept) {
        lease.close();
      }
    }
  }

  /// Head and tail alone; the data follows in chunks.
  private ReadResult open(ReadRequest request, NeedleLocation location) {
    NeedleFormat format = files.format();
    Records.Head head;
    RecordSpan span;
    try (BufferPool.Lease lease = buffers.take(NeedleFormat.HEAD_BYTES_MAX)) {
      head = read(request, location, lease.buffer());
      if (head == null) {
        return new ReadResult.WouldWait();
      }
      if (isForeign(request, head.header())) {
        return new ReadResult.CookieMismatch();
      }
      span = format.span(lease.buffer().flip(), head.header(), files.place(head.offset()));
    }
    try (BufferPool.Lease lease = buffers.take(span.tailBytes())) {
      ByteBuffer tail = lease.buffer();
      if (readAt(request, head.offset() + span.tailAt(), tail) == DiskFile.WOULD_WAIT) {
        return new ReadResult.WouldWait();
      }
      Place place = files.place(head.offset());
      NeedleMeta meta = format.readTail(tail.flip(), head.header(), span, place);
      if (isExpired(meta)) {
        return new ReadResult.Expired();
      }
      if (!files.retain()) {
        throw new AtollException(Fault.CLOSED, files.data().path() + " was closed");
      }
      return new ReadResult.Opened(
          new NeedleStream(files, clock, meta, head.offset() + span.dataAt(), place));
    }
  }

  private Records.@Nullable Head read(
      ReadRequest request, NeedleLocation location, ByteBuffer target) {
    if (request.mayWait()) {
      return Records.read(files, location, request.key().id().value(), target);
    }
    int read = files.data().readAtIfCached(location.offset(), target);
    // A record behind the wrap is left to the waiting way: it is a rare one.
    return read == DiskFile.WOULD_WAIT || Records.mayHaveWrapped(files, location.offset())
        ? null
        : Records.head(files, location, request.key().id().value(), target, 0, location.offset());
  }

  private int readAt(ReadRequest request, long offset, ByteBuffer target) {
    return request.mayWait()
        ? files.data().readAt(offset, target)
        : files.data().readAtIfCached(offset, target);
  }

  private static boolean isForeign(ReadRequest request, NeedleHeader header) {
    return request.cookieCheck() && !header.cookie().equals(request.key().cookie());
  }

  private boolean isExpired(NeedleMeta meta) {
    NeedleAttributes attributes = meta.attributes();
    if (!attributes.hasTtl() || !attributes.hasLastModified() || attributes.ttl().minutes() == 0) {
      return false;
    }
    long livesNanos = TimeUnit.MINUTES.toNanos(attributes.ttl().minutes());
    // Older format versions do not say when a record was appended.
    long bornNanos =
        meta.appendedNanos() != 0
            ? meta.appendedNanos()
            : TimeUnit.SECONDS.toNanos(attributes.lastModifiedSeconds());
    // Compared by subtraction: 255 years and a flipped bit must not overflow.
    return clock.epochNanos() - bornNanos >= livesNanos;
  }
}
