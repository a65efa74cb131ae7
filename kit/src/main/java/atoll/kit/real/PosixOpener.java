package atoll.kit.real;

import atoll.kit.disk.OpenMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// Opens files by libc. Immutable.
final class PosixOpener implements RealFileOpener {

  private final PosixCalls calls;

  PosixOpener(PosixCalls calls) {
    this.calls = calls;
  }

  @Override
  public RealFileAccess open(Path path, OpenMode mode) throws IOException {
    int flags =
        switch (mode) {
          case READ -> PosixCalls.READ_ONLY;
          case WRITE -> PosixCalls.READ_WRITE;
          case CREATE -> PosixCalls.READ_WRITE | PosixCalls.CREATE;
          case CREATE_NEW -> PosixCalls.READ_WRITE | PosixCalls.CREATE | PosixCalls.EXCLUSIVE;
        };
    int descriptor = descriptor(path, flags);
    if (mode == OpenMode.READ) {
      refuseDirectory(descriptor);
    }
    return new PosixFile(calls, descriptor);
  }

  /// Directories can be opened for reading. Even a read of nothing tells them apart.
  private void refuseDirectory(int descriptor) throws PosixFailure {
    long count = calls.read(descriptor, MemorySegment.NULL, 0);
    if (count == -PosixErrors.EISDIR) {
      calls.close(descriptor);
      throw failure(calls, count);
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    PosixFile opened = new PosixFile(calls, descriptor(directory, PosixCalls.READ_ONLY));
    try {
      opened.syncAll();
    } finally {
      opened.close();
    }
  }

  private int descriptor(Path path, int flags) throws PosixFailure {
    int descriptor;
    do {
      descriptor = calls.open(path.toString(), flags);
    } while (descriptor == -PosixErrors.EINTR);
    if (descriptor < 0) {
      throw failure(calls, descriptor);
    }
    return descriptor;
  }

  static PosixFailure failure(PosixCalls calls, long negated) {
    int number = (int) -negated;
    return new PosixFailure(number, calls.describe(number));
  }

  @Override
  public String toString() {
    return "libc";
  }
}
