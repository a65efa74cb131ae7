package atoll.bench.kit;

import atoll.bench.measure.Bench;
import atoll.bench.measure.MicroTable;
import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The disk seam beside the same call made directly. Immutable.
public final class KitBench implements Bench {

  private static final TimeValue WARM_UP = TimeValue.milliseconds(400);
  private static final TimeValue MEASUREMENT = TimeValue.milliseconds(300);

  /// JMH itself still needs `sun.misc.Unsafe`.
  private static final String[] JVM = {
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Djmh.ignoreLock=true",
    "-Xmx256m"
  };

  private static final MicroTable TABLE =
      new MicroTable(
          "bytes",
          List.of(
              List.of(
                  new MicroTable.Row("readBare", "read: bare pread"),
                  new MicroTable.Row("readSeam", "read: DiskFile.readAt"),
                  new MicroTable.Row("readChannel", "read: FileChannel.read")),
              List.of(
                  new MicroTable.Row("readCachedBare", "read: bare preadv2 RWF_NOWAIT"),
                  new MicroTable.Row("readCachedSeam", "read: DiskFile.readAtIfCached")),
              List.of(
                  new MicroTable.Row("appendBare", "append: bare lseek + pwrite"),
                  new MicroTable.Row("appendSeam", "append: DiskFile.append"),
                  new MicroTable.Row("appendChannel", "append: FileChannel.write"))));

  @Override
  public String name() {
    return "kit";
  }

  @Override
  public String about() {
    return "reads and appends through the Disk seam, beside bare libc calls and FileChannel";
  }

  @Override
  public void run(PrintStream output) throws RunnerException {
    output.println("The Disk seam, page cache warm, one thread, nanoseconds an operation:");
    var options =
        new OptionsBuilder()
            .include("^" + SeamBenchmark.class.getName() + "\\.")
            .forks(1)
            .warmupIterations(2)
            .warmupTime(WARM_UP)
            .measurementIterations(5)
            .measurementTime(MEASUREMENT)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs(JVM)
            .build();
    TABLE.print(new Runner(options).run(), output);
  }
}
