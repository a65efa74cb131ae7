package atoll.volume.scrub;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.BufferPool;
import atoll.volume.VolumeFiles;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/// The rows of an index file in their order, as often as they are asked for. Confined to one scrub.
final class RowSource {

  private static final int CHUNK_ROWS = 1 << 12;

  /// Takes the rows one by one, numbered from 0.
  @FunctionalInterface
  interface Taker {
    void take(long number, IndexRow row);
  }

  private final VolumeFiles files;
  private final BufferPool buffers;
  private final long bytes;
  private final BooleanSupplier stop;

  /// @param bytes of the file
  /// @param stop asked now and then
  RowSource(VolumeFiles files, BufferPool buffers, long bytes, BooleanSupplier stop) {
    this.files = files;
    this.buffers = buffers;
    this.bytes = bytes;
    this.stop = stop;
  }

  /// Whole ones.
  long count() {
    return bytes / files.width().rowBytes();
  }

  /// @throws AtollException `CANCELLED` if it is to stop, else as the disk does
  void forEach(Taker taker) {
    int rowBytes = files.width().rowBytes();
    long count = count();
    try (BufferPool.Lease lease = buffers.take(CHUNK_ROWS * rowBytes)) {
      for (long first = 0; first < count; first += CHUNK_ROWS) {
        if (stop.getAsBoolean()) {
          throw new AtollException(Fault.CANCELLED, "the scrub was given up");
        }
        ByteBuffer chunk = lease.buffer().clear();
        chunk.limit((int) Math.min(CHUNK_ROWS, count - first) * rowBytes);
        files.index().readAt(first * rowBytes, chunk);
        IndexRows rows = new IndexRows(chunk.flip(), files.width());
        for (int row = 0; row < rows.count(); row++) {
          taker.take(first + row, rows.row(row));
        }
      }
    }
  }
}
