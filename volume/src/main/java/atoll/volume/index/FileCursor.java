package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;

/// The rows of a part of a file, in the order of the file. Confined to one merge; the file must
/// stay open.
final class FileCursor extends BlockCursor {

  private static final int BUFFER_ROWS = 4096;

  private final DiskFile file;
  private final OffsetWidth width;
  private final long end;
  private final ByteBuffer buffer;
  private long next;

  /// @param from where the first row begins
  /// @param to behind the last
  FileCursor(DiskFile file, OffsetWidth width, long from, long to) {
    super(new IndexRows(ByteBuffer.allocate(0), width));
    this.file = file;
    this.width = width;
    this.next = from;
    this.end = to;
    long bytes = Math.min((long) BUFFER_ROWS * width.rowBytes(), to - from);
    buffer = ByteBuffer.allocateDirect((int) bytes);
  }

  @Override
  IndexRows read() {
    buffer.clear().limit((int) Math.min(buffer.capacity(), end - next));
    file.readAt(next, buffer);
    if (buffer.hasRemaining()) {
      throw new AtollException(
          Fault.CORRUPT,
          file.path() + " ends at offset " + (next + buffer.position()) + ", not at " + end);
    }
    next += buffer.flip().remaining();
    return new IndexRows(buffer, width);
  }
}
