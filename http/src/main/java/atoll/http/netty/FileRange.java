package atoll.http.netty;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// A part of a file on its way out, read piece by piece. Holds a reference to the file. Confined to
/// the event loop, but for a read that a disk thread makes for it.
final class FileRange {

  private final DiskFile file;
  private long offset;
  private long left;

  FileRange(DiskFile file, long offset, long length) {
    this.file = file.retain();
    this.offset = offset;
    this.left = length;
  }

  boolean isSent() {
    return left == 0;
  }

  int nextBytes(int chunk) {
    return (int) Math.min(chunk, left);
  }

  /// Fills `into` behind its writer index with the next `count` bytes, if memory has them.
  boolean readIfCached(ByteBuf into, int count) {
    ByteBuffer target = into.internalNioBuffer(into.writerIndex(), count);
    int read = file.readAtIfCached(offset, target);
    if (read == DiskFile.WOULD_WAIT) {
      return false;
    }
    advance(into, count, read);
    return true;
  }

  /// As [#readIfCached], but waits for the disk.
  void read(ByteBuf into, int count) {
    ByteBuffer target = into.nioBuffer(into.writerIndex(), count);
    advance(into, count, file.readAt(offset, target));
  }

  private void advance(ByteBuf into, int count, int read) {
    if (read < count) {
      throw new AtollException(
          Fault.CORRUPT,
          file.path() + " ends at " + (offset + read) + ", " + left + " bytes wanted at " + offset);
    }
    into.writerIndex(into.writerIndex() + count);
    offset += count;
    left -= count;
  }

  void close() {
    file.close();
  }
}
