package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.VolumeFiles;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleMeta;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import java.nio.ByteBuffer;

/// Reads records where somebody says they lie, whatever the index says of them.
final class Records {

  private Records() {}

  /// A record as it lies there, unverified.
  ///
  /// @param size that somebody says its header has, not negative
  /// @throws AtollException `BAD_INPUT` if it would not lie within the data, else as the disk does
  static ByteBuffer read(VolumeFiles files, long offset, int size) {
    long bytes = requireWithin(files, offset, size);
    ByteBuffer record = ByteBuffer.allocateDirect(Math.toIntExact(bytes));
    files.data().readAt(offset, record);
    return record.flip();
  }

  /// All of a record but its data.
  ///
  /// @param size as its header must have it, not negative
  /// @throws AtollException `BAD_INPUT` if it would not lie within the data, `CORRUPT` if it has
  ///   another size, else as the disk does
  static NeedleMeta readMeta(VolumeFiles files, long offset, int size) {
    long bytes = requireWithin(files, offset, size);
    NeedleFormat format = files.format();
    Place place = new Place(files.data().path().toString(), offset);
    ByteBuffer head = ByteBuffer.allocateDirect((int) Math.min(bytes, NeedleFormat.HEAD_BYTES_MAX));
    files.data().readAt(offset, head);
    NeedleHeader header = NeedleHeader.read(head.flip(), place);
    if (header.size() != size) {
      throw place.corrupt(
          "size mismatch: found is needle %s of size %d, not %d"
              .formatted(header.id(), header.size(), size));
    }
    RecordSpan span = format.span(head, header, place);
    ByteBuffer tail = ByteBuffer.allocateDirect(span.tailBytes());
    files.data().readAt(offset + span.tailAt(), tail);
    return format.readTail(tail.flip(), header, span, place);
  }

  private static long requireWithin(VolumeFiles files, long offset, int size) {
    long bytes = files.format().recordBytes(size);
    if (offset < 0 || bytes > files.dataEnd() - offset || bytes > Integer.MAX_VALUE) {
      throw new AtollException(
          Fault.BAD_INPUT,
          "no record of that size lies there: %s ends at %d"
              .formatted(files.data().path(), files.dataEnd()));
    }
    return bytes;
  }
}
