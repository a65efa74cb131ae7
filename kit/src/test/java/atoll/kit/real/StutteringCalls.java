package atoll.kit.real;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Every second call is broken off by a signal, and no transfer moves more than a few bytes.
/// Confined to the test's thread.
final class StutteringCalls extends ForwardingCalls {

  private final long most;
  private int calls;
  private int interruptions;

  StutteringCalls(long most) {
    this.most = most;
  }

  /// How often a signal came.
  int interruptions() {
    return interruptions;
  }

  private boolean interrupted() {
    boolean now = ++calls % 2 == 1;
    if (now) {
      interruptions++;
    }
    return now;
  }

  private MemorySegment some(MemorySegment bytes) {
    return bytes.byteSize() <= most ? bytes : bytes.asSlice(0, most);
  }

  @Override
  public int open(String path, int flags) {
    return interrupted() ? -PosixErrors.EINTR : super.open(path, flags);
  }

  @Override
  public long read(int descriptor, MemorySegment target, long offset) {
    return interrupted() ? -PosixErrors.EINTR : super.read(descriptor, some(target), offset);
  }

  @Override
  public long readIfCached(int descriptor, MemorySegment target, long offset) {
    return interrupted()
        ? -PosixErrors.EINTR
        : super.readIfCached(descriptor, some(target), offset);
  }

  @Override
  public long write(int descriptor, MemorySegment source, long offset) {
    return interrupted() ? -PosixErrors.EINTR : super.write(descriptor, some(source), offset);
  }

  /// Ends within a source, or with one, or within the next.
  @Override
  public long writeGathering(int descriptor, ByteBuffer[] sources, long offset) {
    if (interrupted()) {
      return -PosixErrors.EINTR;
    }
    ByteBuffer taken = ByteBuffer.allocateDirect((int) most);
    for (ByteBuffer source : sources) {
      int count = Math.min(taken.remaining(), source.remaining());
      taken.put(source.slice(source.position(), count));
    }
    return super.write(descriptor, MemorySegment.ofBuffer(taken.flip()), offset);
  }

  @Override
  public int truncate(int descriptor, long size) {
    return interrupted() ? -PosixErrors.EINTR : super.truncate(descriptor, size);
  }

  @Override
  public int syncData(int descriptor) {
    return interrupted() ? -PosixErrors.EINTR : super.syncData(descriptor);
  }

  @Override
  public int syncAll(int descriptor) {
    return interrupted() ? -PosixErrors.EINTR : super.syncAll(descriptor);
  }

  @Override
  public int reserve(int descriptor, long offset, long length) {
    return interrupted() ? -PosixErrors.EINTR : super.reserve(descriptor, offset, length);
  }

  @Override
  public long copyRange(int descriptor, long offset, int target, long targetOffset, long length) {
    return interrupted()
        ? -PosixErrors.EINTR
        : super.copyRange(descriptor, offset, target, targetOffset, Math.min(most, length));
  }
}
