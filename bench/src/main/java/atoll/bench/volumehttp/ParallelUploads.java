package atoll.bench.volumehttp;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Large uploads, all at the same time, to a server that has just started: how much memory it takes
/// at most, and whether every one is taken. Immutable.
final class ParallelUploads {

  private static final int UPLOADS = 64;
  private static final int BYTES = 64 << 20;
  private static final int FIRST_KEY = 800_001;
  private static final int MINUTES_MAX = 10;
  private static final int AIM_MEBIBYTES = 600;

  private ParallelUploads() {}

  /// Uploads and prints.
  ///
  /// @throws IOException if one was not taken
  static void run(PrintStream output, Served server) throws IOException {
    byte[] body = new byte[BYTES];
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < UPLOADS; i++) {
        int key = FIRST_KEY + i;
        running.add(
            threads.submit(() -> {
              server.put(key, body);
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get(MINUTES_MAX, TimeUnit.MINUTES);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("an upload of " + BYTES + " bytes to " + server.name() + " failed", e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    output.printf(
        Locale.ROOT,
        "%d uploads of %d MiB at a time: all taken in %.1f s, %.0f MiB resident at most (aim %d)%n",
        UPLOADS,
        BYTES >> 20,
        (System.nanoTime() - start) / 1e9,
        server.process().memoryMebibytes("VmHWM"),
        AIM_MEBIBYTES);
  }
}
