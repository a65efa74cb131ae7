package atoll.kit.real;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// libc by the foreign-function API, on 64-bit Linux. Immutable.
///
/// Plain downcalls, not critical ones: those would hold up the collector while a disk is waited
/// for, and were measured to gain nothing (docs/decisions/0003-the-disk-seam.md).
@SuppressWarnings("restricted") // Calling libc is what this class is for; nothing else here does.
final class PosixLibrary implements PosixCalls {

  /// `O_CLOEXEC`.
  private static final int CLOSE_ON_EXEC = 0x8_0000;

  /// `rw-rw-rw-`, less what the process masks.
  private static final int PERMISSIONS = 0x1b6;

  /// `RWF_NOWAIT`.
  private static final int NO_WAIT = 8;

  /// `SEEK_END`.
  private static final int FROM_END = 2;

  /// `FALLOC_FL_KEEP_SIZE`.
  private static final int KEEP_SIZE = 1;

  private static final int TEXT_BYTES_MAX = 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRORS = Linker.Option.captureCallState("errno");
  private static final VarHandle ERROR =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// The encoding in which the JDK hands names to the operating system.
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PWRITE =
      handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PWRITEV =
      handle("pwritev", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));
  private static final MethodHandle LSEEK =
      handle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FTRUNCATE =
      handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle FDATASYNC =
      handle("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle FSYNC =
      handle("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  // Not every libc has these; without them the callers' other ways are taken.
  private static final @Nullable MethodHandle PREADV2 =
      handleIfThere(
          "preadv2",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final @Nullable MethodHandle FALLOCATE =
      handleIfThere(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final @Nullable MethodHandle COPY_FILE_RANGE =
      handleIfThere(
          "copy_file_range",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private static final @Nullable MethodHandle FCNTL =
      handleIfThere(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));

  private static final @Nullable MethodHandle SENDFILE =
      handleIfThere(
          "sendfile", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));

  private static MethodHandle handle(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), shape, withErrors(options));
  }

  private static Linker.Option[] withErrors(Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = ERRORS;
    return all;
  }

  private static @Nullable MethodHandle handleIfThere(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER
        .defaultLookup()
        .find(name)
        .map(address -> LINKER.downcallHandle(address, shape, withErrors(options)))
        .orElse(null);
  }

  @Override
  public int open(String path, int flags) {
    PosixScratch scratch = PosixScratch.ofThread();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path, NAMES);
      int descriptor =
          (int) OPEN.invokeExact(scratch.errors(), name, flags | CLOSE_ON_EXEC, PERMISSIONS);
      return (int) orError(descriptor, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int close(int descriptor) {
    return simple(CLOSE, descriptor);
  }

  @Override
  public long read(int descriptor, MemorySegment target, long offset) {
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      long count =
          (long) PREAD.invokeExact(scratch.errors(), descriptor, target, target.byteSize(), offset);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public long readIfCached(int descriptor, MemorySegment target, long offset) {
    if (PREADV2 == null) {
      return -PosixErrors.ENOSYS;
    }
    PosixScratch scratch = PosixScratch.ofThread();
    scratch.vector(0, target);
    try {
      long count =
          (long)
              PREADV2.invokeExact(
                  scratch.errors(), descriptor, scratch.vectors(), 1, offset, NO_WAIT);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      Reference.reachabilityFence(target);
    }
  }

  @Override
  public long write(int descriptor, MemorySegment source, long offset) {
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      long count =
          (long)
              PWRITE.invokeExact(scratch.errors(), descriptor, source, source.byteSize(), offset);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public long writeGathering(int descriptor, ByteBuffer[] sources, long offset) {
    PosixScratch scratch = PosixScratch.ofThread();
    int vectors = scratch.fill(sources);
    try {
      long count =
          (long)
              PWRITEV.invokeExact(scratch.errors(), descriptor, scratch.vectors(), vectors, offset);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      Reference.reachabilityFence(sources);
    }
  }

  @Override
  public long end(int descriptor) {
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      return orError((long) LSEEK.invokeExact(scratch.errors(), descriptor, 0L, FROM_END), scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int truncate(int descriptor, long size) {
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      return (int)
          orError((int) FTRUNCATE.invokeExact(scratch.errors(), descriptor, size), scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int syncData(int descriptor) {
    return simple(FDATASYNC, descriptor);
  }

  @Override
  public int syncAll(int descriptor) {
    return simple(FSYNC, descriptor);
  }

  private static int simple(MethodHandle call, int descriptor) {
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      return (int) orError((int) call.invokeExact(scratch.errors(), descriptor), scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int reserve(int descriptor, long offset, long length) {
    if (FALLOCATE == null) {
      return -PosixErrors.ENOSYS;
    }
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      int outcome =
          (int) FALLOCATE.invokeExact(scratch.errors(), descriptor, KEEP_SIZE, offset, length);
      return (int) orError(outcome, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public long copyRange(int descriptor, long offset, int target, long targetOffset, long length) {
    if (COPY_FILE_RANGE == null) {
      return -PosixErrors.ENOSYS;
    }
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      long count =
          (long)
              COPY_FILE_RANGE.invokeExact(
                  scratch.errors(),
                  descriptor,
                  scratch.offset(offset),
                  target,
                  scratch.targetOffset(targetOffset),
                  length,
                  0);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public int control(int descriptor, int command, int argument) {
    if (FCNTL == null) {
      return -PosixErrors.ENOSYS;
    }
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      int outcome = (int) FCNTL.invokeExact(scratch.errors(), descriptor, command, argument);
      return (int) orError(outcome, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public long send(int descriptor, int socket, long offset, long length) {
    if (SENDFILE == null) {
      return -PosixErrors.ENOSYS;
    }
    PosixScratch scratch = PosixScratch.ofThread();
    try {
      long count =
          (long)
              SENDFILE.invokeExact(
                  scratch.errors(), socket, descriptor, scratch.offset(offset), length);
      return orError(count, scratch);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public String describe(int number) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(number);
      return text.reinterpret(TEXT_BYTES_MAX).getString(0, NAMES);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static long orError(long answer, PosixScratch scratch) {
    return answer >= 0 ? answer : -(int) ERROR.get(scratch.errors(), 0L);
  }

  /// A downcall throws nothing of its own: only what is wrong with its arguments.
  private static RuntimeException unexpected(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> throw new AssertionError("a downcall threw", thrown);
    };
  }
}
