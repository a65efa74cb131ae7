package atoll.bench.volume;

import atoll.bench.measure.Spread;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.WriteResult;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Appends and reads of needles of one size beside libc's `pwrite` and `pread` of as many bytes,
/// all in the page cache, taking turns. The engine's figures include the checksum. Confined.
final class ThroughputBench {

  private static final int ROUNDS = 7;

  /// Writes under way at a time where several are.
  private static final int WINDOW = 64;

  private static final long PATIENCE_SECONDS = 60;
  private static final int CHUNK_BYTES = 1 << 18;
  private static final double MEBIBYTE = 1 << 20;

  private final Path directory;
  private final int bodyBytes;
  private final int needles;
  private final ByteBuffer body;
  private final ByteBuffer room;
  private int recordBytes;

  /// @param needles in a round
  ThroughputBench(Path directory, int bodyBytes, int needles) {
    this.directory = directory;
    this.bodyBytes = bodyBytes;
    this.needles = needles;
    this.body = BenchVolume.body(bodyBytes);
    this.room = ByteBuffer.allocateDirect(Math.max(bodyBytes + 64, CHUNK_BYTES));
  }

  void run(String what, PrintStream output) throws Throwable {
    Spread rawWrites = new Spread(9, 1);
    Spread singleWrites = new Spread(9, 1);
    Spread windowWrites = new Spread(9, 1);
    Spread rawReads = new Spread(9, 1);
    Spread reads = new Spread(9, 1);
    for (int round = -1; round < ROUNDS; round++) {
      double single = engine(1, null);
      Spread ignored = new Spread(9, 1);
      // The first round is for warming up.
      Spread readsNow = round < 0 ? ignored : reads;
      double window = engine(WINDOW, readsNow);
      double raw = raw(round < 0 ? ignored : rawReads);
      if (round >= 0) {
        singleWrites.add(single);
        windowWrites.add(window);
        rawWrites.add(raw);
      }
    }
    output.printf("%n%,d needles of %s a round, MiB/s of data:%n", needles, what);
    line(output, "pwrite of the same bytes", rawWrites, rawWrites);
    line(output, "append, one after the other", singleWrites, rawWrites);
    line(output, "append, " + WINDOW + " waiting at a time", windowWrites, rawWrites);
    line(output, "pread of the same bytes, at random", rawReads, rawReads);
    line(output, "read, at random", reads, rawReads);
  }

  private static void line(PrintStream output, String what, Spread measured, Spread raw) {
    output.printf(
        Locale.ROOT, "%-40s %s  %5.2f%n", what, measured, measured.median() / raw.median());
  }

  private double rate(long begun) {
    return (double) bodyBytes * needles / MEBIBYTE / ((System.nanoTime() - begun) / 1e9);
  }

  private double raw(Spread reads) throws Throwable {
    MemorySegment record = MemorySegment.ofBuffer(room.clear()).asSlice(0, recordBytes);
    try (RawFile file = RawFile.create(directory)) {
      long begun = System.nanoTime();
      for (long i = 0; i < needles; i++) {
        file.write(record, i * recordBytes);
      }
      double written = rate(begun);
      SplittableRandom random = new SplittableRandom(1);
      begun = System.nanoTime();
      for (int i = 0; i < needles; i++) {
        file.read(record, (long) random.nextInt(needles) * recordBytes);
      }
      reads.add(rate(begun));
      return written;
    }
  }

  private double engine(int window, @Nullable Spread reads) throws Exception {
    try (BenchVolume bench = BenchVolume.create(directory)) {
      Volume volume = bench.volume();
      long begun = System.nanoTime();
      if (window == 1) {
        oneByOne(volume);
      } else {
        new Chains(volume, window).run();
      }
      double written = rate(begun);
      recordBytes = (int) (volume.status().dataBytes() / needles);
      if (reads != null) {
        reads.add(reads(volume));
      }
      return written;
    }
  }

  /// Writers of which each asks for its next write when it gets the answer to its last.
  private final class Chains {

    private final Volume volume;
    private final int writers;
    private final AtomicLong ids = new AtomicLong();
    private final CountDownLatch left = new CountDownLatch(needles);
    private volatile String wrong = "";

    Chains(Volume volume, int writers) {
      this.volume = volume;
      this.writers = writers;
    }

    void run() throws InterruptedException {
      // All begin while nobody may write yet, so that they wait for one another from then on.
      volume.exclusively(change -> {
        for (int i = 0; i < writers; i++) {
          next();
        }
      });
      if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !wrong.isEmpty()) {
        throw new IllegalStateException("not written: " + wrong);
      }
    }

    private void next() {
      long id = ids.incrementAndGet();
      if (id <= needles) {
        volume.write(BenchVolume.write(id, body), this::answered);
      }
    }

    private void answered(WriteResult result) {
      if (!(result instanceof WriteResult.Written)) {
        wrong = result.toString();
      }
      next();
      left.countDown();
    }
  }

  /// One needle after the other, each asked for when the last is there.
  private void oneByOne(Volume volume) throws InterruptedException {
    Semaphore answered = new Semaphore(0);
    for (long id = 1; id <= needles; id++) {
      volume.write(
          BenchVolume.write(id, body),
          result -> {
            BenchVolume.requireWritten(result);
            answered.release();
          });
      answered.acquire();
    }
  }

  private double reads(Volume volume) {
    SplittableRandom random = new SplittableRandom(1);
    long begun = System.nanoTime();
    for (int i = 0; i < needles; i++) {
      ReadRequest request = new ReadRequest(BenchVolume.key(1L + random.nextInt(needles)));
      switch (volume.read(request)) {
        case ReadResult.Found found -> found.close();
        case ReadResult.Opened opened -> {
          try (var stream = opened.stream()) {
            while (stream.remaining() > 0) {
              stream.read(room.clear().limit((int) Math.min(CHUNK_BYTES, stream.remaining())));
            }
          }
        }
        case ReadResult other -> throw new IllegalStateException("not read: " + other);
      }
    }
    return rate(begun);
  }
}
