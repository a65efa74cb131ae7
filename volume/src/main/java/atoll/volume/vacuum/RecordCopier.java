package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.BufferPool;
import atoll.volume.VolumeFiles;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import atoll.volume.needle.Ttl;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/// Copies records byte for byte, verified on the way. Confined to the step of the compaction that
/// runs.
final class RecordCopier implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  private final VolumeFiles files;
  private final NeedleFormat format;
  private final Clock clock;
  private final BufferPool buffers;
  private final BufferPool.Lease lease;

  RecordCopier(VolumeFiles files, Clock clock, BufferPool buffers) {
    this.files = files;
    this.format = files.format();
    this.clock = clock;
    this.buffers = buffers;
    this.lease = buffers.take(CHUNK);
  }

  /// A record's parts without its data.
  record Parts(RecordSpan span, NeedleMeta meta, int size) {}

  /// Reads all of a record but its data.
  ///
  /// @throws AtollException `CORRUPT` if another record stands there
  Parts parts(long offset, NeedleHeader promised) {
    Place place = place(offset);
    ByteBuffer head = lease.buffer().clear().limit(NeedleFormat.HEAD_BYTES_MAX);
    readFully(offset, head);
    head.flip();
    NeedleHeader header = NeedleHeader.read(head, place);
    if (!header.is(promised.id(), promised.size())) {
      throw place.corrupt("the index promises " + promised + ", found is " + header);
    }
    RecordSpan span = format.span(head, header, place);
    try (BufferPool.Lease tailLease = buffers.take(span.tailBytes())) {
      ByteBuffer tail = tailLease.buffer();
      readFully(offset + span.tailAt(), tail);
      return new Parts(span, format.readTail(tail.flip(), header, span, place), header.size());
    }
  }

  /// Copies a record to the end of the new data file.
  ///
  /// @throws AtollException `CORRUPT` if its data does not agree with its checksum; a part of it
  ///   may then have been added
  void copy(long offset, Parts parts, CompactedFiles target) {
    RecordSpan span = parts.span();
    CRC32C sum = new CRC32C();
    long bytes = span.recordBytes();
    for (long at = 0; at < bytes; at += CHUNK) {
      ByteBuffer chunk = lease.buffer().clear().limit((int) Math.min(CHUNK, bytes - at));
      readFully(offset + at, chunk);
      chunk.flip();
      int from = Math.clamp(span.dataAt() - at, 0, chunk.limit());
      int to = Math.clamp(span.tailAt() - at, 0, chunk.limit());
      sum.update(chunk.slice(from, to - from));
      target.add(chunk);
    }
    NeedleMeta meta = parts.meta();
    // As a reader does: a size above 0 promises data.
    if (parts.size() > 0 && !Checksum.of(sum).agreesWith(meta.checksum())) {
      throw place(offset)
          .corrupt(
              "invalid CRC for needle %s (got %s, want %s), data on disk corrupted"
                  .formatted(meta.key().id(), Checksum.of(sum), meta.checksum()));
    }
  }

  /// Whether a needle is garbage because of its age: if nobody can read it any more, and if it has
  /// outlived its last modification too, by which the Go server goes. What either would keep stays.
  boolean isExpired(NeedleMeta meta) {
    NeedleAttributes attributes = meta.attributes();
    long ownMinutes = attributes.ttl().minutes();
    if (!attributes.hasTtl() || !attributes.hasLastModified() || ownMinutes == 0) {
      return false;
    }
    Ttl volumeTtl = files.superBlock().ttl();
    long volumeSeconds = volumeTtl.minutes() == 0 ? ownMinutes * 60 : volumeTtl.seconds();
    long now = clock.epochNanos();
    return now - meta.appendedNanos() >= TimeUnit.MINUTES.toNanos(ownMinutes)
        && TimeUnit.NANOSECONDS.toSeconds(now) - attributes.lastModifiedSeconds() >= volumeSeconds;
  }

  private void readFully(long offset, ByteBuffer target) {
    DiskFile data = files.data();
    int wanted = target.remaining();
    int read = data.readAt(offset, target);
    if (read != wanted) {
      throw new AtollException(
          Fault.CORRUPT,
          "%s ends after %d of %d bytes of a record".formatted(place(offset), read, wanted));
    }
  }

  Place place(long offset) {
    return new Place(files.data().path().toString(), offset);
  }

  @Override
  public void close() {
    lease.close();
  }
}
