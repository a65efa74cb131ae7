package atoll.volumeserver.move;

import atoll.kit.disk.DiskFile;
import atoll.volume.BufferPool;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Reads a stretch of a file in the pieces in which files travel.
final class FilePieces {

  /// As long as the Go server's.
  static final int BYTES = 2 << 20;

  private FilePieces() {}

  /// Reads up to `end`, or up to the end of the file if that comes first.
  ///
  /// @param piece takes one after the other; what it throws ends the reading
  static void read(
      DiskFile file, long from, long end, BufferPool buffers, Consumer<ByteString> piece) {
    for (long at = from; at < end; ) {
      ByteString bytes;
      try (BufferPool.Lease lease = buffers.take((int) Math.min(BYTES, end - at))) {
        ByteBuffer buffer = lease.buffer();
        if (file.readAt(at, buffer) == 0) {
          return;
        }
        bytes = ByteString.copyFrom(buffer.flip());
      }
      at += bytes.size();
      piece.accept(bytes);
    }
  }

  /// Writes a piece that came behind the last byte of a file.
  static void append(DiskFile file, ByteString piece, BufferPool buffers) {
    for (int at = 0; at < piece.size(); ) {
      int bytes = Math.min(BYTES, piece.size() - at);
      try (BufferPool.Lease lease = buffers.take(bytes)) {
        ByteBuffer buffer = lease.buffer();
        piece.substring(at, at + bytes).copyTo(buffer);
        file.append(buffer.flip());
      }
      at += bytes;
    }
  }
}
