package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;

/// Reads when records were appended.
final class RecordTimes {

  private RecordTimes() {}

  /// When a record was appended, in nanoseconds since 1970; 0 if its format does not say or it is
  /// damaged.
  static long appended(
      VolumeFiles files, NeedleLocation location, NeedleId id, BufferPool buffers) {
    if (files.format().version() != 3) {
      return 0;
    }
    try (BufferPool.Lease lease = buffers.take(NeedleFormat.HEAD_BYTES_MAX)) {
      Records.Head head = Records.read(files, location, id.value(), lease.buffer());
      Place place = files.place(head.offset());
      RecordSpan span = files.format().span(lease.buffer().flip(), head.header(), place);
      try (BufferPool.Lease tailLease = buffers.take(span.tailBytes())) {
        ByteBuffer tail = tailLease.buffer();
        files.data().readAt(head.offset() + span.tailAt(), tail);
        return files.format().readTail(tail.flip(), head.header(), span, place).appendedNanos();
      }
    } catch (AtollException e) {
      if (e.fault() == Fault.CORRUPT) {
        return 0;
      }
      throw e;
    }
  }
}
