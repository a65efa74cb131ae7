package atoll.kit.real;

import static atoll.kit.real.PosixErrors.EAGAIN;
import static atoll.kit.real.PosixErrors.EINTR;
import static atoll.kit.real.PosixErrors.EINVAL;
import static atoll.kit.real.PosixErrors.EIO;
import static atoll.kit.real.PosixErrors.ENOSYS;
import static atoll.kit.real.PosixErrors.EOPNOTSUPP;
import static atoll.kit.real.PosixErrors.EPERM;
import static atoll.kit.real.PosixErrors.EXDEV;

import atoll.kit.disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A descriptor of libc. Calls that a signal broke off or that did less than they were asked are
/// repeated. Immutable, but for what it learned about its file system.
final class PosixFile implements RealFileAccess {

  /// What a file that is freed slowly gives back at a time: measured on ext4 beside syncs of
  /// another file, whose longest went from 60 to 10 ms (docs/decisions/0003-the-disk-seam.md).
  private static final long FREED_BYTES = 8 << 20;

  private static final long FREE_PAUSE_NANOS = 2_000_000;

  private final PosixCalls calls;
  private final int descriptor;

  /// Set once the file system said that it cannot look into the page cache: any thread may, and one
  /// that misses it only asks again.
  private boolean cannotTellCached;

  /// Set once it said that it cannot send; as above.
  private boolean cannotSend;

  PosixFile(PosixCalls calls, int descriptor) {
    this.calls = calls;
    this.descriptor = descriptor;
  }

  @Override
  public int read(long offset, ByteBuffer target) throws IOException {
    int done = 0;
    while (target.hasRemaining()) {
      long count = calls.read(descriptor, MemorySegment.ofBuffer(target), offset + done);
      if (count > 0) {
        target.position(target.position() + (int) count);
        done += (int) count;
      } else if (count == 0) {
        break;
      } else if (count != -EINTR) {
        throw failure(count);
      }
    }
    return done;
  }

  @Override
  public int readIfCached(long offset, ByteBuffer target) throws IOException {
    if (cannotTellCached) {
      return DiskFile.WOULD_WAIT;
    }
    int begin = target.position();
    while (target.hasRemaining()) {
      int done = target.position() - begin;
      long count = calls.readIfCached(descriptor, MemorySegment.ofBuffer(target), offset + done);
      if (count > 0) {
        target.position(target.position() + (int) count);
      } else if (count == 0) {
        break;
      } else if (count != -EINTR) {
        target.position(begin);
        return wouldWaitOrFail(count);
      }
    }
    return target.position() - begin;
  }

  private int wouldWaitOrFail(long negated) throws PosixFailure {
    return switch ((int) -negated) {
      case EAGAIN, EINVAL -> DiskFile.WOULD_WAIT;
      case EOPNOTSUPP, ENOSYS -> {
        cannotTellCached = true;
        yield DiskFile.WOULD_WAIT;
      }
      default -> throw failure(negated);
    };
  }

  @Override
  public void write(long offset, ByteBuffer... sources) throws IOException {
    long done = 0;
    for (int first = 0; first < sources.length; ) {
      if (!sources[first].hasRemaining()) {
        first++;
        continue;
      }
      long count =
          sources.length - first == 1
              ? calls.write(descriptor, MemorySegment.ofBuffer(sources[first]), offset + done)
              : calls.writeGathering(descriptor, sources, offset + done);
      if (count > 0) {
        done += count;
        advance(sources, first, count);
      } else if (count == 0) {
        throw failure(-EIO);
      } else if (count != -EINTR) {
        throw failure(count);
      }
    }
  }

  private static void advance(ByteBuffer[] sources, int first, long written) {
    long left = written;
    for (int i = first; left > 0; i++) {
      int taken = (int) Math.min(left, sources[i].remaining());
      sources[i].position(sources[i].position() + taken);
      left -= taken;
    }
  }

  @Override
  public long size() throws IOException {
    long end = calls.end(descriptor);
    if (end < 0) {
      throw failure(end);
    }
    return end;
  }

  @Override
  public void truncate(long size) throws IOException {
    int outcome;
    do {
      outcome = calls.truncate(descriptor, size);
    } while (outcome == -EINTR);
    require(outcome);
  }

  @Override
  public void syncData() throws IOException {
    int outcome;
    do {
      outcome = calls.syncData(descriptor);
    } while (outcome == -EINTR);
    require(outcome);
  }

  @Override
  public void syncAll() throws IOException {
    int outcome;
    do {
      outcome = calls.syncAll(descriptor);
    } while (outcome == -EINTR);
    require(outcome);
  }

  @Override
  public void preallocate(long offset, long length) throws IOException {
    int outcome;
    do {
      outcome = calls.reserve(descriptor, offset, length);
    } while (outcome == -EINTR);
    if (outcome != -EOPNOTSUPP && outcome != -ENOSYS) {
      require(outcome);
    }
  }

  @Override
  public long copyInside(RealFileAccess target, long offset, long length, long targetOffset)
      throws IOException {
    long copied = 0;
    if (target instanceof PosixFile other) {
      while (copied < length) {
        long count =
            calls.copyRange(
                descriptor,
                offset + copied,
                other.descriptor,
                targetOffset + copied,
                length - copied);
        if (count > 0) {
          copied += count;
        } else if (count == 0 || cannotCopy(count)) {
          break;
        } else if (count != -EINTR) {
          throw failure(count);
        }
      }
    }
    return copied;
  }

  @Override
  public long sendTo(int socket, long offset, long length) throws IOException {
    if (cannotSend) {
      return DiskFile.CANNOT_SEND;
    }
    long sent = 0;
    while (sent < length) {
      long count = calls.send(descriptor, socket, offset + sent, length - sent);
      if (count > 0) {
        sent += count;
      } else if (count == 0 || count == -EAGAIN) {
        break;
      } else if (count == -EINVAL || count == -ENOSYS) {
        cannotSend = true;
        return sent == 0 ? DiskFile.CANNOT_SEND : sent;
      } else if (count != -EINTR) {
        throw failure(count);
      }
    }
    return sent;
  }

  /// Between two file systems, or on one that has no such call.
  private static boolean cannotCopy(long negated) {
    return switch ((int) -negated) {
      case EXDEV, EINVAL, EOPNOTSUPP, ENOSYS, EPERM -> true;
      default -> false;
    };
  }

  /// Cuts the file shorter and shorter, if nobody could read what is cut off.
  @Override
  public void freeSlowly() throws IOException {
    long size = size();
    if (size <= FREED_BYTES || !isForgotten()) {
      return;
    }
    for (long left = size - FREED_BYTES; left > 0; left -= FREED_BYTES) {
      truncate(left);
      LockSupport.parkNanos(FREE_PAUSE_NANOS);
    }
  }

  /// Whether no name leads to the file and nobody else has it open: the first by the entry of the
  /// process for its descriptor, the second by a lease, which is given back at once.
  private boolean isForgotten() throws IOException {
    Object names = Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:nlink");
    if (!Integer.valueOf(0).equals(names)
        || calls.control(descriptor, PosixCalls.SET_SIGNAL, PosixCalls.IGNORED_SIGNAL) < 0
        || calls.control(descriptor, PosixCalls.SET_LEASE, PosixCalls.LEASE_TO_WRITE) < 0) {
      return false;
    }
    return calls.control(descriptor, PosixCalls.SET_LEASE, PosixCalls.NO_LEASE) >= 0;
  }

  /// Never repeated: after `EINTR` too the number is free, and may be another file's already.
  @Override
  public void close() throws IOException {
    int outcome = calls.close(descriptor);
    if (outcome != -EINTR) {
      require(outcome);
    }
  }

  private void require(int outcome) throws PosixFailure {
    if (outcome < 0) {
      throw failure(outcome);
    }
  }

  private PosixFailure failure(long negated) {
    return PosixOpener.failure(calls, negated);
  }
}
