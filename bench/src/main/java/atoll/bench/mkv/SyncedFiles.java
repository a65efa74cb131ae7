package atoll.bench.mkv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How many files a second the disk makes durable: each written, synced, and its folder synced.
final class SyncedFiles {

  private SyncedFiles() {}

  static double perSecond(Path folder, int threads, int bytes, long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    List<Callable<Integer>> lanes = new ArrayList<>();
    for (int lane = 0; lane < threads; lane++) {
      Path own = Files.createDirectories(folder.resolve("lane" + lane));
      lanes.add(() -> lane(own, bytes, end));
    }
    int count = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (Future<Integer> each : pool.invokeAll(lanes)) {
        count += each.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IOException("the disk failed: " + failed.getCause(), failed);
    }
    return count * 1e3 / millis;
  }

  private static int lane(Path own, int bytes, long end) throws IOException {
    int count = 0;
    try (FileChannel names = FileChannel.open(own, StandardOpenOption.READ)) {
      for (; System.nanoTime() < end; count++) {
        try (FileChannel file =
            FileChannel.open(
                own.resolve("f" + count),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
          int _ = file.write(ByteBuffer.allocate(bytes));
          file.force(false);
        }
        names.force(true);
      }
    }
    return count;
  }
}
