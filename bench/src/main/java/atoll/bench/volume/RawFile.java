package atoll.bench.volume;

import atoll.bench.kit.BareCalls;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is written and read with libc's calls alone. Confined.
final class RawFile implements AutoCloseable {

  private final Path path;
  private final int descriptor;

  private RawFile(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  static RawFile create(Path directory) throws Throwable {
    Path path = Files.createTempFile(directory, "raw", "");
    return new RawFile(path, require(path, BareCalls.open(path)));
  }

  void write(MemorySegment bytes, long offset) throws Throwable {
    requireAll(bytes, BareCalls.write(descriptor, bytes, offset));
  }

  void read(MemorySegment target, long offset) throws Throwable {
    requireAll(target, BareCalls.read(descriptor, target, offset));
  }

  void syncData() throws Throwable {
    require(path, BareCalls.syncData(descriptor));
  }

  private void requireAll(MemorySegment bytes, long done) throws IOException {
    if (done != bytes.byteSize()) {
      throw new IOException(path + ": " + done + " of " + bytes.byteSize() + " bytes");
    }
  }

  private static int require(Path path, int outcome) throws IOException {
    if (outcome < 0) {
      throw new IOException(path + ": the system refused");
    }
    return outcome;
  }

  @Override
  public void close() throws IOException {
    try {
      require(path, BareCalls.close(descriptor));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(path + " could not be closed", e);
    } finally {
      Files.delete(path);
    }
  }
}
