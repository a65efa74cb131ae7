package atoll.bench.volume;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The volume itself: how fast it appends, reads and syncs beside the machine's own calls, and how
/// long it keeps anybody waiting. Immutable.
final class EngineBench {

  private static final int KIBIBYTE = 1 << 10;
  private static final int MEBIBYTE = 1 << 20;

  void run(PrintStream output) throws Exception {
    // Where the build works, because folders for temporary files may lie in memory.
    Path parent = Path.of(".atoll").toAbsolutePath();
    Files.createDirectories(parent);
    Path directory = Files.createTempDirectory(parent, "bench-volume");
    try {
      new ThroughputBench(directory, KIBIBYTE, 1 << 16).run("1 KiB", output);
      new ThroughputBench(directory, MEBIBYTE, 1 << 7).run("1 MiB", output);
      new GroupCommitBench(directory).run(output);
      new StallBench(directory).run(output);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("a call of libc could not be made", e);
    } finally {
      Files.delete(directory);
    }
  }
}
