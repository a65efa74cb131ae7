package atoll.http.netty;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/// A stretch of a file that the kernel hands on to the socket. Where it turns out that it cannot,
/// the bytes are read and written. Holds a reference to the file. Confined to the event loop.
final class PassedRegion extends AbstractReferenceCounted implements FileRegion {

  private static final int READ_BYTES = 64 * 1024;

  private final DiskFile file;
  private final int socket;
  private final long offset;
  private final long length;
  private final Consumer<RuntimeException> failed;
  private long transferred;

  /// @param failed told if the file is at fault; the connection is closed in any case
  PassedRegion(
      DiskFile file, int socket, long offset, long length, Consumer<RuntimeException> failed) {
    this.file = file.retain();
    this.socket = socket;
    this.offset = offset;
    this.length = length;
    this.failed = failed;
  }

  @Override
  public long transferTo(WritableByteChannel target, long position) throws IOException {
    long at = offset + position;
    long left = length - position;
    try {
      long sent = file.sendTo(socket, at, left);
      if (sent == DiskFile.CANNOT_SEND) {
        sent = copy(target, at, (int) Math.min(READ_BYTES, left));
      } else if (sent == 0 && file.size() <= at) {
        throw new AtollException(
            Fault.CORRUPT, file.path() + " ends before " + at + ", where " + left + " are wanted");
      }
      transferred += sent;
      return sent;
    } catch (AtollException e) {
      if (e.fault() != Fault.UNREACHABLE) {
        failed.accept(e);
      }
      throw new IOException(e);
    }
  }

  private int copy(WritableByteChannel target, long at, int count) throws IOException {
    ByteBuf room = EventLoops.allocator().directBuffer(count, count);
    try {
      ByteBuffer bytes = room.nioBuffer(0, count);
      if (file.readAt(at, bytes) < count) {
        throw new AtollException(Fault.CORRUPT, file.path() + " ends before " + (at + count));
      }
      return target.write(bytes.flip());
    } finally {
      room.release();
    }
  }

  @Override
  public long position() {
    return offset;
  }

  @Override
  public long count() {
    return length;
  }

  @Override
  public long transferred() {
    return transferred;
  }

  @Override
  @Deprecated // Netty's interface wants it.
  public long transfered() {
    return transferred;
  }

  @Override
  protected void deallocate() {
    file.close();
  }

  @Override
  public FileRegion retain() {
    super.retain();
    return this;
  }

  @Override
  public FileRegion retain(int increment) {
    super.retain(increment);
    return this;
  }

  @Override
  public FileRegion touch() {
    return this;
  }

  @Override
  public FileRegion touch(Object hint) {
    return this;
  }
}
