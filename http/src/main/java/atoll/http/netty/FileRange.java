package atoll.http.netty;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A part of a file on its way out, read piece by piece. Holds a reference to the file. Confined to
/// the event loop, but for a read that a disk thread makes for it.
final class FileRange {

  /// Below this a copy is cheaper.
  private static final int PASSED_MIN = 64 * 1024;

  private static final int PASSED_MAX = 4 << 20;
  private static final int PROBE_STEP = 512 * 1024;

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

  /// How many of the next bytes may go past this process without a wait for the disk: 0 for none.
  /// Memory is asked for a byte here and there; what it has all of these, the disk read ahead.
  ///
  /// @param socket its descriptor, or -1 for a connection that can only be written to
  int passBytes(int socket) {
    if (socket < 0 || left < PASSED_MIN || file.sendTo(socket, offset, 0) == DiskFile.CANNOT_SEND) {
      return 0;
    }
    int count = nextBytes(PASSED_MAX);
    ByteBuf room = EventLoops.allocator().directBuffer(1, 1);
    try {
      for (int at = 0; at < count; at += PROBE_STEP) {
        if (!isCached(room, offset + at)) {
          return 0;
        }
      }
      return isCached(room, offset + count - 1) ? count : 0;
    } finally {
      room.release();
    }
  }

  private boolean isCached(ByteBuf room, long at) {
    return file.readAtIfCached(at, room.internalNioBuffer(0, 1)) == 1;
  }

  /// The next bytes, for the kernel.
  PassedRegion pass(int socket, int count, Consumer<RuntimeException> failed) {
    PassedRegion region = new PassedRegion(file, socket, offset, count, failed);
    offset += count;
    left -= count;
    return region;
  }

  void close() {
    file.close();
  }
}
