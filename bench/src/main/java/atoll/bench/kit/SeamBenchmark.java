package atoll.bench.kit;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Reads at changing offsets of a small file in the page cache, and appends that begin anew when
/// the file has grown to some size. Single calls are timed, so that their median is right on a busy
/// machine too; it holds the reading of the clock, some 20 ns, in every row. Confined to JMH's one
/// thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else.
public class SeamBenchmark {

  private static final int FILE_BYTES = 1 << 20;
  private static final long APPENDED_MAX = 16L << 20;

  /// The size of each transfer.
  @Param({"1024", "65536"})
  public int bytes;

  private final Arena arena = Arena.ofShared();
  private Path directory;
  private ByteBuffer buffer;
  private MemorySegment segment;
  private MemorySegment vector;
  private DiskFile seam;
  private DiskFile appended;
  private FileChannel channel;
  private FileChannel appendedChannel;
  private int descriptor;
  private int appendedDescriptor;
  private long offset;

  @Setup
  public void open() throws Throwable {
    directory = Files.createTempDirectory("atoll-bench");
    Path content = Files.write(directory.resolve("content"), new byte[FILE_BYTES]);
    Path growing = Files.createFile(directory.resolve("growing"));
    buffer = ByteBuffer.allocateDirect(bytes);
    segment = MemorySegment.ofBuffer(buffer);
    vector = arena.allocate(JAVA_LONG, 2);
    vector.setAtIndex(JAVA_LONG, 0, segment.address());
    vector.setAtIndex(JAVA_LONG, 1, bytes);
    RealDisk disk = new RealDisk(Events.NONE);
    seam = disk.open(content, OpenMode.WRITE);
    appended = disk.open(growing, OpenMode.WRITE);
    channel = FileChannel.open(content, StandardOpenOption.READ);
    appendedChannel = FileChannel.open(growing, StandardOpenOption.WRITE);
    descriptor = BareCalls.open(content);
    appendedDescriptor = BareCalls.open(growing);
  }

  @TearDown
  public void close() throws Throwable {
    seam.close();
    appended.close();
    channel.close();
    appendedChannel.close();
    BareCalls.close(descriptor);
    BareCalls.close(appendedDescriptor);
    arena.close();
    Files.delete(directory.resolve("content"));
    Files.delete(directory.resolve("growing"));
    Files.delete(directory);
  }

  private long nextOffset() {
    offset = (offset + bytes) & (FILE_BYTES - 1);
    return offset;
  }

  @Benchmark
  public long readBare() throws Throwable {
    return BareCalls.read(descriptor, segment, nextOffset());
  }

  @Benchmark
  public int readSeam() {
    return seam.readAt(nextOffset(), buffer.clear());
  }

  @Benchmark
  public int readChannel() throws IOException {
    return channel.read(buffer.clear(), nextOffset());
  }

  @Benchmark
  public long readCachedBare() throws Throwable {
    return BareCalls.readCached(descriptor, vector, nextOffset());
  }

  @Benchmark
  public int readCachedSeam() {
    return seam.readAtIfCached(nextOffset(), buffer.clear());
  }

  @Benchmark
  public long appendBare() throws Throwable {
    long end = BareCalls.append(appendedDescriptor, segment);
    if (end >= APPENDED_MAX) {
      BareCalls.truncate(appendedDescriptor, 0);
    }
    return end;
  }

  @Benchmark
  public long appendSeam() {
    long begin = appended.append(buffer.clear());
    if (begin >= APPENDED_MAX - bytes) {
      appended.truncate(0);
    }
    return begin;
  }

  @Benchmark
  public long appendChannel() throws IOException {
    long begin = appendedChannel.size();
    appendedChannel.write(buffer.clear(), begin);
    if (begin >= APPENDED_MAX - bytes) {
      appendedChannel.truncate(0);
    }
    return begin;
  }
}
