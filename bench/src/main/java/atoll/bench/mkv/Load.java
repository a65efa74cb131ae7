package atoll.bench.mkv;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many connections that each do the same again and again for a time.
final class Load {

  private static final int LATENCIES_MAX = 2_000_000;

  private Load() {}

  /// One step of one connection. It fails by throwing.
  @FunctionalInterface
  interface Step {
    void run(Connection connection, int lane, long turn) throws IOException;
  }

  /// What came of it.
  ///
  /// @param perSecond steps
  /// @param p99Millis the latency that 99 of 100 did not exceed
  record Outcome(double perSecond, double p99Millis) {}

  static Outcome run(int port, int connections, long millis, Step step) throws IOException {
    List<Callable<long[]>> lanes = new ArrayList<>();
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    for (int lane = 0; lane < connections; lane++) {
      int number = lane;
      lanes.add(() -> lane(port, number, end, step));
    }
    List<long[]> latencies = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (Future<long[]> each : threads.invokeAll(lanes)) {
        latencies.add(each.get());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new IOException("the load failed: " + failed.getCause(), failed);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Outcome(
        all.length / seconds, all.length == 0 ? 0 : all[(int) (all.length * 0.99)] / 1e6);
  }

  private static long[] lane(int port, int number, long end, Step step) throws IOException {
    long[] latencies = new long[1024];
    int count = 0;
    try (Connection connection = new Connection(port)) {
      for (long before = System.nanoTime();
          before < end && count < LATENCIES_MAX;
          before = System.nanoTime()) {
        step.run(connection, number, count);
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = System.nanoTime() - before;
      }
    }
    return Arrays.copyOf(latencies, count);
  }
}
