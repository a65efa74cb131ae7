package atoll.volume.scrub;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.VolumeFiles;
import atoll.volume.index.IndexRow;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Reads the record of a row to its end and compares its checksum. Reads ahead while rows follow
/// the order of the file; the data of a large record passes through in chunks. Confined to one
/// scrub; close it.
final class RecordCheck implements AutoCloseable {

  private static final int WINDOW = 1 << 20;

  private final VolumeFiles files;
  private final NeedleFormat format;
  private final long dataBytes;
  private final BufferPool buffers;
  private final BufferPool.Lease lease;
  private long windowAt;
  private int windowBytes;

  RecordCheck(VolumeFiles files, BufferPool buffers, long dataBytes) {
    this.files = files;
    this.format = files.format();
    this.dataBytes = dataBytes;
    this.buffers = buffers;
    this.lease = buffers.take(WINDOW);
  }

  /// What is wrong with the record; empty if nothing is.
  ///
  /// @throws AtollException as the disk does, but for `IO`, which is a fault of the record
  String faultOf(IndexRow row) {
    long bytes = format.recordBytes(row.size());
    if (row.offset() + bytes > dataBytes) {
      return "it would end at %d, but the data ends at %d"
          .formatted(row.offset() + bytes, dataBytes);
    }
    Place place = new Place(files.data().path().toString(), row.offset());
    try {
      ByteBuffer head = at(row.offset(), (int) Math.min(WINDOW, bytes));
      NeedleHeader header = NeedleHeader.read(head, place);
      if (!header.is(row.id(), row.size())) {
        return "%s: there is needle %s of size %d".formatted(place, header.id(), header.size());
      }
      if (bytes <= WINDOW) {
        var _ = format.read(head, header, place);
      } else {
        verifyLarge(row.offset(), format.span(head, header, place), header, place);
      }
      return "";
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT || e.fault() == Fault.IO) {
        return String.valueOf(e.getMessage());
      }
      throw e;
    }
  }

  /// The bytes from an offset on.
  private ByteBuffer at(long offset, int bytes) {
    if (offset < windowAt || offset + bytes > windowAt + windowBytes) {
      boolean follows = offset >= windowAt && offset <= windowAt + windowBytes + WINDOW;
      ByteBuffer buffer = lease.buffer().clear();
      buffer.limit((int) Math.min(follows ? WINDOW : bytes, dataBytes - offset));
      windowBytes = 0;
      windowBytes = files.data().readAt(offset, buffer);
      windowAt = offset;
    }
    int from = (int) (offset - windowAt);
    return lease.buffer().clear().slice(from, Math.min(bytes, windowBytes - from));
  }

  private void verifyLarge(long offset, RecordSpan span, NeedleHeader header, Place place) {
    NeedleMeta meta;
    try (BufferPool.Lease tailLease = buffers.take(span.tailBytes())) {
      ByteBuffer tail = tailLease.buffer();
      files.data().readAt(offset + span.tailAt(), tail);
      meta = format.readTail(tail.flip(), header, span, place);
    }
    CRC32C sum = new CRC32C();
    for (long done = 0; done < span.dataBytes(); done += WINDOW) {
      sum.update(
          at(offset + span.dataAt() + done, (int) Math.min(WINDOW, span.dataBytes() - done)));
    }
    Checksum found = Checksum.of(sum);
    if (!found.agreesWith(meta.checksum())) {
      throw place.corrupt(
          "invalid CRC for needle %s (got %s, want %s), data on disk corrupted"
              .formatted(header.id(), found, meta.checksum()));
    }
  }

  @Override
  public void close() {
    lease.close();
  }
}
