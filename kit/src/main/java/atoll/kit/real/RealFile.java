package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// An open file of the [RealDisk]: checks arguments, keeps the file open while somebody works on
/// it, and words what went wrong. Shared, guarded by its [RealFileReferences].
final class RealFile implements DiskFile {

  /// What one step of a copy through memory moves.
  private static final int COPY_BYTES = 256 << 10;

  private final Path path;
  private final boolean writable;
  private final RealFileAccess access;
  private final RealFileReferences references;

  RealFile(Path path, boolean writable, RealFileAccess access, RealFileReferences references) {
    this.path = path;
    this.writable = writable;
    this.access = access;
    this.references = references;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long append(ByteBuffer... sources) {
    long length = requireDirect(sources);
    enterToWrite("append to");
    try {
      long end = access.size();
      write("append to", end, length, sources);
      return end;
    } catch (IOException e) {
      throw RealDiskFaults.failed("append to", path, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public void writeAt(long offset, ByteBuffer source) {
    requireNotNegative(offset, "offset");
    long length = requireDirect(source);
    enterToWrite("write to");
    try {
      write("write to", offset, length, source);
    } finally {
      references.leave();
    }
  }

  private void write(String operation, long offset, long length, ByteBuffer... sources) {
    try {
      access.write(offset, sources);
    } catch (IOException e) {
      throw RealDiskFaults.failed(operation, path, offset, length, e);
    }
  }

  @Override
  public int readAt(long offset, ByteBuffer target) {
    requireNotNegative(offset, "offset");
    requireWritableDirect(target);
    int length = target.remaining();
    enter("read from");
    try {
      return access.read(offset, target);
    } catch (IOException e) {
      throw RealDiskFaults.failed("read from", path, offset, length, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public int readAtIfCached(long offset, ByteBuffer target) {
    requireNotNegative(offset, "offset");
    requireWritableDirect(target);
    int length = target.remaining();
    enter("read from");
    try {
      return access.readIfCached(offset, target);
    } catch (IOException e) {
      throw RealDiskFaults.failed("read from", path, offset, length, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public long sendTo(int socket, long offset, long length) {
    requireNotNegative(offset, "offset");
    requireNotNegative(length, "length");
    enter("send");
    try {
      return access.sendTo(socket, offset, length);
    } catch (IOException e) {
      throw RealDiskFaults.failed("send", path, offset, length, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public long size() {
    enter("size of");
    try {
      return access.size();
    } catch (IOException e) {
      throw RealDiskFaults.failed("size of", path, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public void truncate(long size) {
    requireNotNegative(size, "size");
    enterToWrite("truncate");
    try {
      access.truncate(size);
    } catch (IOException e) {
      throw RealDiskFaults.failed("truncate", path, size, 0, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public void syncData() {
    enter("sync data of");
    try {
      access.syncData();
    } catch (IOException e) {
      throw RealDiskFaults.failed("sync data of", path, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public void syncAll() {
    enter("sync");
    try {
      access.syncAll();
    } catch (IOException e) {
      throw RealDiskFaults.failed("sync", path, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public void preallocate(long offset, long length) {
    requireNotNegative(offset, "offset");
    requireNotNegative(length, "length");
    enterToWrite("preallocate");
    try {
      if (length > 0) {
        access.preallocate(offset, length);
      }
    } catch (IOException e) {
      throw RealDiskFaults.failed("preallocate", path, offset, length, e);
    } finally {
      references.leave();
    }
  }

  @Override
  public long copyTo(DiskFile target, long offset, long length, long targetOffset) {
    requireNotNegative(offset, "offset");
    requireNotNegative(length, "length");
    requireNotNegative(targetOffset, "target offset");
    Check.that(target != this, () -> "copy within one file: " + path);
    enter("copy from");
    try {
      long copied = 0;
      if (target instanceof RealFile real) {
        copied = copyInside(real, offset, length, targetOffset);
      }
      if (copied < length && offset + copied < access.size()) {
        copied +=
            copyThroughMemory(target, offset + copied, length - copied, targetOffset + copied);
      }
      return copied;
    } catch (IOException e) {
      throw RealDiskFaults.failed("copy to " + target.path() + " from", path, offset, length, e);
    } finally {
      references.leave();
    }
  }

  private long copyInside(RealFile target, long offset, long length, long targetOffset)
      throws IOException {
    target.enterToWrite("copy to");
    try {
      return access.copyInside(target.access, offset, length, targetOffset);
    } finally {
      target.references.leave();
    }
  }

  private long copyThroughMemory(DiskFile target, long offset, long length, long targetOffset)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect((int) Math.min(COPY_BYTES, length));
    long copied = 0;
    while (copied < length) {
      bytes.clear().limit((int) Math.min(bytes.capacity(), length - copied));
      int count = access.read(offset + copied, bytes);
      if (count == 0) {
        break;
      }
      target.writeAt(targetOffset + copied, bytes.flip());
      copied += count;
    }
    return copied;
  }

  @Override
  public DiskFile retain() {
    if (!references.retain()) {
      throw closed("retain");
    }
    return this;
  }

  @Override
  public void close() {
    Check.that(references.release(), () -> "closed more often than retained: " + path);
  }

  @Override
  public void closeSlowly() {
    Check.that(
        references.release(this::freeSlowly), () -> "closed more often than retained: " + path);
  }

  private void freeSlowly() {
    try {
      access.freeSlowly();
    } catch (IOException _) {
      // Then all that is left goes back at once, when the file is closed now.
    }
  }

  private void enter(String operation) {
    if (!references.enter()) {
      throw closed(operation);
    }
  }

  private void enterToWrite(String operation) {
    enter(operation);
    if (!writable) {
      references.leave();
      throw new AtollException(Fault.IO, operation + " " + path + ": it is open for reading only");
    }
  }

  private AtollException closed(String operation) {
    return new AtollException(
        Fault.CLOSED, operation + " " + path + ": the last reference was given back");
  }

  private static void requireNotNegative(long number, String what) {
    if (number < 0) {
      throw new AssertionError(what + " is negative: " + number);
    }
  }

  private static long requireDirect(ByteBuffer... sources) {
    long length = 0;
    for (ByteBuffer source : sources) {
      requireDirect(source);
      length += source.remaining();
    }
    return length;
  }

  private static long requireDirect(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("a heap buffer; files take direct buffers only");
    }
    return buffer.remaining();
  }

  private static void requireWritableDirect(ByteBuffer target) {
    requireDirect(target);
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("a read-only buffer cannot be read into");
    }
  }
}
