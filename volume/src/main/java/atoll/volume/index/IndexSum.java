package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The CRC-32C of an index file from its first byte on, taken further as the file grows, so that
/// each byte is read for it once. Confined to one opening, then to one merge after the other.
final class IndexSum {

  private static final int CHUNK_BYTES = 1 << 18;

  private final DiskFile index;
  private final CRC32C sum = new CRC32C();
  private long bytes;

  IndexSum(DiskFile index) {
    this.index = index;
  }

  /// The sum of everything before an offset.
  ///
  /// @param end of no call before may lie behind it
  /// @throws AtollException `CORRUPT` if the file ends before that, else as the disk does
  int to(long end) {
    ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, end - bytes));
    while (bytes < end) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), end - bytes));
      index.readAt(bytes, chunk);
      if (chunk.hasRemaining()) {
        throw new AtollException(
            Fault.CORRUPT,
            index.path() + " ends at offset " + (bytes + chunk.position()) + ", not at " + end);
      }
      bytes += chunk.position();
      sum.update(chunk.flip());
    }
    return (int) sum.getValue();
  }
}
