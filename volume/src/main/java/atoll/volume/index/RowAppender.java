package atoll.volume.index;

import atoll.kit.disk.DiskFile;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;

/// Writes index rows to the end of a file, many at a time. Confined to one writer.
final class RowAppender {

  private static final int BUFFER_ROWS = 4096;

  private final DiskFile file;
  private final OffsetWidth width;
  private final ByteBuffer buffer;

  RowAppender(DiskFile file, OffsetWidth width) {
    this.file = file;
    this.width = width;
    buffer = ByteBuffer.allocateDirect(BUFFER_ROWS * width.rowBytes());
  }

  void add(long id, long unit, int size) {
    new IndexRow(new NeedleId(id), unit << 3, size).write(buffer, width);
    if (!buffer.hasRemaining()) {
      flush();
    }
  }

  void flush() {
    if (buffer.position() > 0) {
      file.append(buffer.flip());
      buffer.clear();
    }
  }
}
