package atoll.kit.real;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// libc itself, for tests that change the answer of a call or two.
class ForwardingCalls implements PosixCalls {

  private final PosixCalls libc = new PosixLibrary();

  @Override
  public int open(String path, int flags) {
    return libc.open(path, flags);
  }

  @Override
  public int close(int descriptor) {
    return libc.close(descriptor);
  }

  @Override
  public long read(int descriptor, MemorySegment target, long offset) {
    return libc.read(descriptor, target, offset);
  }

  @Override
  public long readIfCached(int descriptor, MemorySegment target, long offset) {
    return libc.readIfCached(descriptor, target, offset);
  }

  @Override
  public long write(int descriptor, MemorySegment source, long offset) {
    return libc.write(descriptor, source, offset);
  }

  @Override
  public long writeGathering(int descriptor, ByteBuffer[] sources, long offset) {
    return libc.writeGathering(descriptor, sources, offset);
  }

  @Override
  public long end(int descriptor) {
    return libc.end(descriptor);
  }

  @Override
  public int truncate(int descriptor, long size) {
    return libc.truncate(descriptor, size);
  }

  @Override
  public int syncData(int descriptor) {
    return libc.syncData(descriptor);
  }

  @Override
  public int syncAll(int descriptor) {
    return libc.syncAll(descriptor);
  }

  @Override
  public int reserve(int descriptor, long offset, long length) {
    return libc.reserve(descriptor, offset, length);
  }

  @Override
  public long copyRange(int descriptor, long offset, int target, long targetOffset, long length) {
    return libc.copyRange(descriptor, offset, target, targetOffset, length);
  }

  @Override
  public int control(int descriptor, int command, int argument) {
    return libc.control(descriptor, command, argument);
  }

  @Override
  public long send(int descriptor, int socket, long offset, long length) {
    return libc.send(descriptor, socket, offset, length);
  }

  @Override
  public String describe(int number) {
    return libc.describe(number);
  }
}
