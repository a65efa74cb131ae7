package atoll.bench.kit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// libc as directly as Java can call it: addresses made beforehand, no error number kept, nothing
/// counted or repeated.
@SuppressWarnings("restricted") // Calling libc is what is measured here.
public final class BareCalls {

  private static final int READ_WRITE = 2;
  private static final int FROM_END = 2;
  private static final int NO_WAIT = 8;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PREADV2 =
      handle(
          "preadv2",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle PWRITE =
      handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle LSEEK =
      handle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FTRUNCATE =
      handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));

  private static final MethodHandle FDATASYNC =
      handle("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private BareCalls() {}

  private static MethodHandle handle(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
  }

  public static int open(Path path) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      return (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), READ_WRITE, 0);
    }
  }

  public static int close(int descriptor) throws Throwable {
    return (int) CLOSE.invokeExact(descriptor);
  }

  public static long read(int descriptor, MemorySegment target, long offset) throws Throwable {
    return (long) PREAD.invokeExact(descriptor, target, target.byteSize(), offset);
  }

  /// Reads into the one `struct iovec` at `vector`.
  static long readCached(int descriptor, MemorySegment vector, long offset) throws Throwable {
    return (long) PREADV2.invokeExact(descriptor, vector, 1, offset, NO_WAIT);
  }

  public static long append(int descriptor, MemorySegment source) throws Throwable {
    long end = (long) LSEEK.invokeExact(descriptor, 0L, FROM_END);
    return end + (long) PWRITE.invokeExact(descriptor, source, source.byteSize(), end);
  }

  public static long write(int descriptor, MemorySegment source, long offset) throws Throwable {
    return (long) PWRITE.invokeExact(descriptor, source, source.byteSize(), offset);
  }

  public static int syncData(int descriptor) throws Throwable {
    return (int) FDATASYNC.invokeExact(descriptor);
  }

  public static int truncate(int descriptor, long size) throws Throwable {
    return (int) FTRUNCATE.invokeExact(descriptor, size);
  }
}
