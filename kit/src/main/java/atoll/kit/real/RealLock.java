package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A lock of the operating system on a whole file. Shared.
final class RealLock implements DiskLock {

  /// What this process has locked. The system locks for a process as a whole: it would grant a
  /// second lock, and closing any channel to the file ends the first, so that nobody here may open
  /// a file that is locked. Shared by all disks of the process, as those locks are.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final FileChannel channel;
  private final AtomicBoolean held = new AtomicBoolean(true);

  private RealLock(Path path, Path real, FileChannel channel) {
    this.path = path;
    this.real = real;
    this.channel = channel;
  }

  static RealLock take(Path path) {
    Path real;
    try {
      real = real(path);
    } catch (IOException e) {
      throw RealDiskFaults.failed("lock", path, e);
    }
    if (!HELD.add(real)) {
      throw new AtollException(Fault.BUSY, "lock " + path + ": this process has it already");
    }
    boolean taken = false;
    try {
      FileChannel channel = open(path);
      taken = true;
      return new RealLock(path, real, channel);
    } catch (IOException e) {
      throw RealDiskFaults.failed("lock", path, e);
    } finally {
      if (!taken) {
        HELD.remove(real);
      }
    }
  }

  /// One name for a file, however its directory was reached.
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path directory = Objects.requireNonNull(absolute.getParent(), "a file lies in a directory");
    return directory.toRealPath().resolve(Objects.requireNonNull(absolute.getFileName()));
  }

  private static FileChannel open(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new AtollException(Fault.BUSY, "lock " + path + ": another process has it");
    }
    return channel;
  }

  @Override
  public void close() {
    if (held.getAndSet(false)) {
      try {
        channel.close();
      } catch (IOException e) {
        throw RealDiskFaults.failed("unlock", path, e);
      } finally {
        HELD.remove(real);
      }
    }
  }
}
