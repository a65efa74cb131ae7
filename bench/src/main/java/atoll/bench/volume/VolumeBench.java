package atoll.bench.volume;

import atoll.bench.measure.Bench;
import atoll.bench.measure.Spread;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.volume.index.DiskNeedleMap;
import atoll.volume.index.IndexRow;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.NeedleMemory;
import atoll.volume.index.OffsetWidth;
import atoll.volume.index.SortedFileNeedleMap;
import atoll.volume.needle.NeedleId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The volume engine: needle maps here, the rest in [EngineBench].
///
/// Needle maps of ten million needles: what they take of memory, how long a look-up takes, and how
/// long an index file takes to load beside a loop that reads and adds up the same rows. Immutable.
public final class VolumeBench implements Bench {

  private static final int ROUNDS = 5;
  private static final int WARM_UPS = 3;
  private static final int LOOK_UPS = 500_000;
  private static final long MEMORY_MAX = 1L << 30;
  private static final int CHANGES_MAX = 100_000;

  @Override
  public String name() {
    return "volume";
  }

  @Override
  public String about() {
    return "needle maps of 10 million, appends, reads, group commit, stalls, beside plain loops";
  }

  @Override
  public void run(PrintStream output) throws Exception {
    needleMaps(output);
    new EngineBench().run(output);
  }

  private static void needleMaps(PrintStream output) throws IOException {
    Path directory = Files.createTempDirectory("atoll-bench-volume");
    Disk disk = new RealDisk(Events.NONE);
    output.printf(
        "%,d needles, 4-byte offsets; median (least to most) of %d rounds%n",
        IndexSample.ROWS, ROUNDS);
    try {
      for (boolean random : new boolean[] {false, true}) {
        IndexSample sample =
            new IndexSample(disk, directory.resolve(random ? "2.idx" : "1.idx"), random);
        sample.write();
        inMemory(sample, output);
        if (random) {
          onDisk(sample, output);
        }
        disk.delete(sample.path());
      }
    } finally {
      disk.list(directory).forEach(left -> disk.delete(left.path()));
      disk.delete(directory);
    }
  }

  private static void inMemory(IndexSample sample, PrintStream output) {
    output.printf("%nIn memory, %s:%n", sample.ids());
    Spread loads = new Spread(9, 1);
    Spread sums = new Spread(9, 1);
    long expected = sample.sum();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      if (sample.sum() != expected) {
        throw new IllegalStateException("the rows add up to something else");
      }
      double sum = (System.nanoTime() - start) / 1e6;
      try (NeedleMemory memory = new NeedleMemory(MEMORY_MAX);
          ExecutorService work = Executors.newSingleThreadExecutor()) {
        start = System.nanoTime();
        MemoryNeedleMap map = sample.load(memory, work);
        double load = (System.nanoTime() - start) / 1e6;
        if (round >= 0) {
          sums.add(sum);
          loads.add(load);
        }
        if (round == ROUNDS - 1) {
          line(output, "reading and adding up", sums + " ms");
          line(output, "loading, memory by a second thread", loads + " ms");
          line(output, "  rate beside adding up", ratio(sums.median() / loads.median()));
          bytes(output, "memory", map.memoryBytes());
          peak(output, "  at most while loading", memory.reservedBytes(), map.memoryBytes());
          lookUps(map, sample, output);
          for (long number = 0; number < IndexSample.ROWS; number += 5) {
            map.delete(sample.id(number));
          }
          bytes(output, "memory after 20 % deletes", map.memoryBytes());
        }
        map.close();
      }
    }
    if (sample.random()) {
      sorting(sample, sums.median(), output);
    }
    growing(sample, output);
  }

  /// What loading random ids cannot go below: their order has to be found somehow.
  private static void sorting(IndexSample sample, double sum, PrintStream output) {
    Spread sorts = new Spread(9, 1);
    for (int round = 0; round < ROUNDS; round++) {
      long[] ids = new long[IndexSample.ROWS];
      Arrays.setAll(ids, sample::id);
      long start = System.nanoTime();
      Arrays.sort(ids);
      sorts.add((System.nanoTime() - start) / 1e6);
      if (ids[0] > ids[ids.length - 1]) {
        throw new IllegalStateException("the ids are not sorted");
      }
    }
    line(output, "the JDK sorting the ids alone", sorts + " ms");
    line(output, "  rate beside adding up", ratio(sum / sorts.median()));
  }

  /// Needle by needle, as writers do.
  private static void growing(IndexSample sample, PrintStream output) {
    try (NeedleMemory memory = new NeedleMemory(MEMORY_MAX);
        MemoryNeedleMap map = new MemoryNeedleMap(memory, OffsetWidth.FOUR.bytes())) {
      long start = System.nanoTime();
      for (long number = 0; number < IndexSample.ROWS; number++) {
        map.put(sample.id(number), new NeedleLocation(8 + number * 16, 1));
      }
      double nanos = (System.nanoTime() - start) / (double) IndexSample.ROWS;
      line(output, "entering one by one, once", String.format(Locale.ROOT, "%,9.1f ns", nanos));
      bytes(output, "memory", map.memoryBytes());
      peak(output, "  at most while growing", memory.reservedBytes(), map.memoryBytes());
    }
  }

  private static void onDisk(IndexSample sample, PrintStream output) {
    Disk disk = sample.disk();
    OffsetWidth width = OffsetWidth.FOUR;
    try (NeedleMemory memory = new NeedleMemory(MEMORY_MAX);
        DiskFile index = disk.open(sample.path(), OpenMode.WRITE)) {
      output.printf("%nOn disk with our own file, %s, warm:%n", sample.ids());
      Path base = sample.path().resolveSibling("2.anm");
      for (String what : new String[] {"making the file and opening it", "opening it"}) {
        long start = System.nanoTime();
        try (DiskNeedleMap map =
            DiskNeedleMap.open(disk, base, index, index.size(), width, memory, CHANGES_MAX)) {
          line(output, what + ", once", milliseconds(start));
          if (map.whyMadeAnew().isEmpty()) {
            bytes(output, "memory", map.memoryBytes());
            lookUps(map, sample, output);
            merging(map, index, sample, memory, output);
          }
        }
      }
      disk.delete(base);
      output.printf("%nOn disk with .sdx, %s, warm:%n", sample.ids());
      Path sorted = sample.path().resolveSibling("2.sdx");
      long start = System.nanoTime();
      try (NeedleMap map = SortedFileNeedleMap.open(disk, sorted, index, width, memory)) {
        line(output, "making the file and opening it, once", milliseconds(start));
        bytes(output, "memory", map.memoryBytes());
        lookUps(map, sample, output);
      }
    }
  }

  /// Replaces as many needles as a merge waits for, then merges.
  private static void merging(
      DiskNeedleMap map,
      DiskFile index,
      IndexSample sample,
      NeedleMemory memory,
      PrintStream output) {
    ByteBuffer rows = ByteBuffer.allocateDirect(CHANGES_MAX * OffsetWidth.FOUR.rowBytes());
    for (int change = 0; change < CHANGES_MAX; change++) {
      long id = sample.id(change * 7L);
      map.put(id, new NeedleLocation(8 + change * 16L, 2));
      new IndexRow(new NeedleId(id), 8 + change * 16L, 2).write(rows, OffsetWidth.FOUR);
    }
    index.append(rows.flip());
    bytes(output, "memory with changes to merge", map.memoryBytes());
    long start = System.nanoTime();
    map.startMerge(index.size()).run();
    line(output, "a merge of 100,000 changes, once", milliseconds(start));
    bytes(output, "  pages it had at most", memory.reservedBytes());
  }

  /// Of needles that are there, at random.
  private static void lookUps(NeedleMap map, IndexSample sample, PrintStream output) {
    Spread nanos = new Spread(9, 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int round = -1; round < ROUNDS; round++) {
      long missing = 0;
      long start = System.nanoTime();
      for (int i = 0; i < LOOK_UPS; i++) {
        if (map.find(sample.id(random.nextInt(IndexSample.ROWS))) == null) {
          missing++;
        }
      }
      double each = (System.nanoTime() - start) / (double) LOOK_UPS;
      if (missing > 0) {
        throw new IllegalStateException(missing + " needles are missing");
      }
      // The first is for warming up.
      if (round >= 0) {
        nanos.add(each);
      }
    }
    line(output, "a look-up", nanos + " ns");
  }

  private static void line(PrintStream output, String what, String measured) {
    output.printf("%-40s %s%n", what, measured);
  }

  private static void bytes(PrintStream output, String what, long bytes) {
    line(
        output,
        what,
        String.format(Locale.ROOT, "%9.2f bytes a needle", bytes / (double) IndexSample.ROWS));
  }

  private static void peak(PrintStream output, String what, long bytes, long then) {
    line(
        output,
        what,
        String.format(
            Locale.ROOT,
            "%9.2f bytes a needle, %.2f times what it has then",
            bytes / (double) IndexSample.ROWS,
            bytes / (double) then));
  }

  private static String milliseconds(long start) {
    return String.format(Locale.ROOT, "%,9.1f ms", (System.nanoTime() - start) / 1e6);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%9.2f", ratio);
  }
}
