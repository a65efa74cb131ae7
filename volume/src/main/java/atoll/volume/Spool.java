package atoll.volume;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.volume.needle.Checksum;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A body that is being gathered in a file. Confined to one thread at a time; close it once the
/// write has its answer, which removes the file.
public final class Spool implements AutoCloseable {

  private final Disk disk;
  private final DiskFile file;
  private final Runnable onClose;
  private final CRC32C sum = new CRC32C();
  private long bytes;
  private boolean closed;

  Spool(Disk disk, DiskFile file, Runnable onClose) {
    this.disk = disk;
    this.file = file;
    this.onClose = onClose;
  }

  /// Adds what remains in a direct buffer.
  public void write(ByteBuffer part) {
    sum.update(part.duplicate());
    bytes += part.remaining();
    file.append(part);
  }

  public long bytes() {
    return bytes;
  }

  /// What was gathered, to be written as a needle.
  public NeedleBody body() {
    return new NeedleBody.InFile(file, bytes, Checksum.of(sum));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      file.close();
      disk.delete(file.path());
      onClose.run();
    }
  }
}
