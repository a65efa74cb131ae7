package atoll.bench.volume;

import atoll.bench.measure.Spread;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Appends that wait for a sync, by several writers, beside a loop that appends as many bytes to a
/// file and syncs it each time, taking turns. Confined.
final class GroupCommitBench {

  private static final int ROUNDS = 5;
  private static final int[] WRITERS = {1, 16, 64};
  private static final int BODY_BYTES = 1 << 10;
  private static final int RECORD_BYTES = BODY_BYTES + 40;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
  private static final long PATIENCE_SECONDS = 60;

  private final Path directory;
  private final ByteBuffer body = BenchVolume.body(BODY_BYTES);

  GroupCommitBench(Path directory) {
    this.directory = directory;
  }

  void run(PrintStream output) throws Throwable {
    Spread syncs = new Spread(9, 1);
    Map<Integer, Spread> appends = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      double raw = raw();
      if (round >= 0) {
        syncs.add(raw);
      }
      for (int writers : WRITERS) {
        double rate = engine(writers);
        if (round >= 0) {
          appends.computeIfAbsent(writers, each -> new Spread(9, 1)).add(rate);
        }
      }
    }
    output.printf("%nDurable appends of 1 KiB, a second:%n");
    line(output, "append and fdatasync of one file", syncs, syncs);
    appends.forEach(
        (writers, rate) -> line(output, "writers that each wait for it: " + writers, rate, syncs));
  }

  private static void line(PrintStream output, String what, Spread measured, Spread raw) {
    output.printf(
        Locale.ROOT, "%-40s %s  %5.2f%n", what, measured, measured.median() / raw.median());
  }

  private static double rate(long count, long begun) {
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  private double raw() throws Throwable {
    MemorySegment record = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(RECORD_BYTES));
    try (RawFile file = RawFile.create(directory)) {
      long begun = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - begun < ROUND_NANOS) {
        file.write(record, count++ * RECORD_BYTES);
        file.syncData();
      }
      return rate(count, begun);
    }
  }

  private double engine(int writers) throws Exception {
    try (BenchVolume bench = BenchVolume.create(directory);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicLong ids = new AtomicLong();
      long begun = System.nanoTime();
      for (Future<Long> writer :
          IntStream.range(0, writers)
              .mapToObj(each -> threads.submit(() -> write(bench, ids, begun)))
              .toList()) {
        writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      return rate(ids.get(), begun);
    }
  }

  private Long write(BenchVolume bench, AtomicLong ids, long begun) throws Exception {
    long written = 0;
    while (System.nanoTime() - begun < ROUND_NANOS) {
      CompletableFuture<String> done = new CompletableFuture<>();
      bench
          .volume()
          .write(
              BenchVolume.write(ids.incrementAndGet(), body.duplicate()).asDurable(),
              result -> done.complete(result.getClass().getSimpleName()));
      String result = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!result.equals("Written")) {
        throw new IllegalStateException("not written: " + result);
      }
      written++;
    }
    return written;
  }
}
