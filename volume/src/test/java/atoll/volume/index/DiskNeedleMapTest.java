package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.SimDisk;
import atoll.volume.Corpus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskNeedleMapTest extends NeedleMapContract {

  private static final Path INDEX = Path.of("/1.idx");
  private static final Path BASE = Path.of("/1.anm");
  private static final int CHANGES_MAX = 20_000;

  private final SimDisk disk = new SimDisk();

  /// Half of the rows lie in the sorted file, half are read from the index again.
  @Override
  NeedleMap mapOf(List<IndexRow> rows, OffsetWidth width) {
    int half = rows.size() / 2;
    try (DiskFile index = IndexFiles.write(disk, INDEX, rows.subList(0, half), width)) {
      open(disk, index, width, CHANGES_MAX).close();
      IndexFiles.append(index, rows.subList(half, rows.size()), width);
      DiskNeedleMap map = open(disk, index, width, CHANGES_MAX);
      assertThat(map.whyMadeAnew()).isEmpty();
      return map;
    }
  }

  private DiskNeedleMap open(Disk on, DiskFile index, OffsetWidth width, int changesMax) {
    long end = index.size() / width.rowBytes() * width.rowBytes();
    return DiskNeedleMap.open(on, BASE, index, end, width, memory, changesMax);
  }

  private DiskNeedleMap reopen() {
    try (DiskFile index = disk.open(INDEX, OpenMode.READ)) {
      return open(disk, index, OffsetWidth.FOUR, CHANGES_MAX);
    }
  }

  private static List<IndexRow> randomRows(long seed, int count, OffsetWidth width) {
    SplittableRandom random = new SplittableRandom(seed);
    List<IndexRow> rows = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      rows.add(randomRow(random, random.nextLong(count / 2), width));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void behavesAsASortedMapOfTheJdkWhileItIsMerged(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    OffsetWidth width = seed % 2 == 0 ? OffsetWidth.FOUR : OffsetWidth.FIVE;
    IdSource ids = IdSource.of(seed);
    SortedMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    List<Runnable> merges = new ArrayList<>();
    int merged = 0;
    try (DiskFile index = IndexFiles.write(disk, INDEX, List.of(), width);
        DiskNeedleMap map = open(disk, index, width, 500)) {
      for (int step = 0; step < 10_000; step++) {
        IndexRow row = randomRow(random, ids.next(random, step), width);
        change(map, index, row, width, model, "seed " + seed + " step " + step);
        if (map.wantsMerge() && merges.isEmpty()) {
          merges.add(map.startMerge(index.size()));
        }
        // A merge takes a while.
        if (!merges.isEmpty() && random.nextInt(300) == 0) {
          merges.removeFirst().run();
          merged++;
        }
      }
      assertSame(map, model, "seed " + seed);
      model.forEach((id, location) -> assertThat(map.find(id)).isEqualTo(location));
      assertThat(merged).isGreaterThan(3);
    }
    try (DiskFile index = disk.open(INDEX, OpenMode.READ);
        DiskNeedleMap again = open(disk, index, width, 500)) {
      assertThat(again.whyMadeAnew()).isEmpty();
      assertSame(again, model, "seed " + seed);
    }
  }

  /// Changes index, map and model as a volume would.
  private static void change(
      NeedleMap map,
      DiskFile index,
      IndexRow row,
      OffsetWidth width,
      SortedMap<Long, NeedleLocation> model,
      String when) {
    long id = row.id().value();
    NeedleLocation old = model.get(id);
    if (row.isLive()) {
      NeedleLocation location = new NeedleLocation(row.offset(), row.size());
      IndexFiles.append(index, List.of(row), width);
      model.put(id, location);
      assertThat(map.put(id, location)).as(when).isEqualTo(old);
    } else if (old != null && !old.isDeleted()) {
      IndexFiles.append(index, List.of(row), width);
      model.put(id, old.deleted());
      assertThat(map.delete(id)).as(when).isEqualTo(old);
    } else {
      assertThat(map.delete(id)).as(when).isNull();
    }
    assertThat(map.find(id)).as(when).isEqualTo(model.get(id));
  }

  @Test
  void addsUpTheRowsAsABulkLoadDoes() {
    List<IndexRow> rows = randomRows(5, 3_000, OffsetWidth.FOUR);
    try (DiskNeedleMap map = (DiskNeedleMap) mapOf(rows, OffsetWidth.FOUR);
        MemoryNeedleMap other = new MemoryNeedleMap(memory, 4);
        BulkLoad load = new BulkLoad(other, memory, rows.size(), Runnable::run)) {
      load.enter(IndexFiles.rows(rows, OffsetWidth.FOUR));
      assertThat(map.counters()).usingRecursiveComparison().isEqualTo(load.finish());
    }
  }

  @Test
  void writesTheBytesOfItsFormat() {
    List<IndexRow> rows = Corpus.rows("v3/3.idx", OffsetWidth.FOUR);
    try (DiskFile index = IndexFiles.write(disk, INDEX, rows, OffsetWidth.FOUR)) {
      open(disk, index, OffsetWidth.FOUR, CHANGES_MAX).close();
    }
    assertThat(IndexFiles.content(disk, BASE)).isEqualTo(Corpus.content("needle-map/3.anm"));
  }

  @Test
  void madeAnewWhereverAByteIsWrong() {
    List<IndexRow> rows = randomRows(6, 1_200, OffsetWidth.FOUR);
    mapOf(rows, OffsetWidth.FOUR).close();
    reopen().close();
    byte[] whole = IndexFiles.content(disk, BASE);
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 60; round++) {
      int at = random.nextInt(whole.length);
      try (DiskFile base = disk.open(BASE, OpenMode.WRITE)) {
        byte wrong = (byte) (whole[at] ^ 1 << random.nextInt(8));
        base.writeAt(0, ByteBuffer.allocateDirect(whole.length).put(whole).flip());
        base.writeAt(at, ByteBuffer.allocateDirect(1).put(wrong).flip());
      }
      try (DiskNeedleMap map = reopen()) {
        assertThat(map.whyMadeAnew()).as("byte %d", at).contains("damaged");
        assertSame(map, model(rows), "byte " + at);
      }
    }
  }

  @Test
  void madeAnewWhereTheIndexIsAnother() {
    mapOf(randomRows(8, 1_200, OffsetWidth.FOUR), OffsetWidth.FOUR).close();
    List<IndexRow> others = randomRows(9, 1_500, OffsetWidth.FOUR);
    disk.delete(INDEX);
    try (DiskFile index = IndexFiles.write(disk, INDEX, others, OffsetWidth.FOUR);
        DiskNeedleMap map = open(disk, index, OffsetWidth.FOUR, CHANGES_MAX)) {
      assertThat(map.whyMadeAnew()).contains("another index");
      assertSame(map, model(others), "another index");
      index.truncate(16 * 700);
    }
    try (DiskNeedleMap map = reopen()) {
      assertThat(map.whyMadeAnew()).contains("another index");
      assertSame(map, model(others.subList(0, 700)), "a shorter index");
    }
  }

  @Test
  void refusesAFileOfANewerVersion() {
    mapOf(randomRows(10, 100, OffsetWidth.FOUR), OffsetWidth.FOUR).close();
    try (DiskFile base = disk.open(BASE, OpenMode.WRITE)) {
      ByteBuffer header = ByteBuffer.allocateDirect(BaseBlock.BYTES);
      base.readAt(0, header);
      header.putInt(8, BaseHeader.VERSION + 1).position(80);
      BaseBlock.sealHeader(header);
      base.writeAt(0, header);
    }
    assertThatThrownBy(this::reopen)
        .isInstanceOfSatisfying(
            AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.UNSUPPORTED))
        .hasMessageContaining("/1.anm has version 3");
  }

  @Test
  void madeAnewWhereAByteInTheMiddleOfTheIndexIsAnother() {
    List<IndexRow> rows = randomRows(8, 3_000, OffsetWidth.FOUR);
    IndexFiles.write(disk, INDEX, rows, OffsetWidth.FOUR).close();
    reopen().close();
    IndexRow other = row(77, 8_000, 7);
    rows.set(1_500, other);
    try (DiskFile index = disk.open(INDEX, OpenMode.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(16);
      other.write(bytes, OffsetWidth.FOUR);
      index.writeAt(16 * 1_500, bytes.flip());
    }
    try (DiskNeedleMap map = reopen()) {
      assertThat(map.whyMadeAnew()).contains("another index");
      assertSame(map, model(rows), "a row in the middle");
    }
  }

  @Test
  void makesAFileOfAnOlderVersionAnew() {
    List<IndexRow> rows = randomRows(10, 100, OffsetWidth.FOUR);
    mapOf(rows, OffsetWidth.FOUR).close();
    try (DiskFile base = disk.open(BASE, OpenMode.WRITE)) {
      ByteBuffer header = ByteBuffer.allocateDirect(BaseBlock.BYTES);
      base.readAt(0, header);
      header.putInt(8, 1).position(80);
      BaseBlock.sealHeader(header);
      base.writeAt(0, header);
    }
    try (DiskNeedleMap map = reopen()) {
      assertThat(map.whyMadeAnew()).contains("older version");
      assertSame(map, model(rows), "an older version");
    }
    reopen().close();
  }

  @Test
  void namesDamageThatAppearsLaterAndMendsItWithTheNextMerge() {
    List<IndexRow> rows = new ArrayList<>();
    for (int i = 1; i <= 2_000; i++) {
      rows.add(row(i, 8L * i, i));
    }
    IndexFiles.write(disk, INDEX, rows, OffsetWidth.FOUR).close();
    try (DiskNeedleMap map = reopen()) {
      try (DiskFile base = disk.open(BASE, OpenMode.WRITE)) {
        base.writeAt(4096 + 100, ByteBuffer.allocateDirect(1).put((byte) 99).flip());
      }
      assertThat(map.find(1_000)).isEqualTo(new NeedleLocation(8_000, 1_000));
      assertThatThrownBy(() -> map.find(5))
          .isInstanceOfSatisfying(
              AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.CORRUPT))
          .hasMessageContaining("/1.anm at offset 4096");
      map.startMerge(2_000 * 16).run();
      assertThat(map.find(5)).isEqualTo(new NeedleLocation(40, 5));
    }
  }

  @Test
  void readersGoOnThroughMergesAndNeverSeeAForeignNeedle() throws InterruptedException {
    int known = 2_000;
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<String> wrong = new AtomicReference<>();
    try (DiskFile index = IndexFiles.write(disk, INDEX, List.of(), OffsetWidth.FIVE);
        DiskNeedleMap map = open(disk, index, OffsetWidth.FIVE, 300)) {
      for (int number = 0; number < known; number++) {
        write(map, index, number, 0);
      }
      List<Thread> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        SplittableRandom random = new SplittableRandom(100 + reader);
        readers.add(
            Thread.ofPlatform()
                .start(() -> noting(wrong, () -> read(map, random, known, done, wrong))));
      }
      SplittableRandom random = new SplittableRandom(12);
      Thread merge = Thread.ofPlatform().start(() -> {});
      int merges = 0;
      long deadline = System.nanoTime() + 20_000_000_000L;
      for (int change = 1; merges < 12 && wrong.get() == null; change++) {
        assertThat(System.nanoTime()).as("only %d merges", merges).isLessThan(deadline);
        write(map, index, random.nextInt(known), change);
        if (map.wantsMerge()) {
          merge.join(20_000);
          Runnable started = map.startMerge(index.size());
          merge = Thread.ofPlatform().start(() -> noting(wrong, started));
          merges++;
        }
      }
      merge.join(20_000);
      done.set(true);
      for (Thread reader : readers) {
        reader.join(20_000);
        assertThat(reader.isAlive()).isFalse();
      }
    }
    assertThat(wrong.get()).isNull();
  }

  private static void noting(AtomicReference<String> wrong, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      wrong.set(e.toString());
    }
  }

  private static void write(NeedleMap map, DiskFile index, int number, int turn) {
    NeedleLocation location = new NeedleLocation(8L * (turn * 2_000L + number + 1), number);
    IndexFiles.append(index, List.of(row(number, location.offset(), number)), OffsetWidth.FIVE);
    map.put(number, location);
  }

  private static void read(
      NeedleMap map,
      SplittableRandom random,
      int known,
      AtomicBoolean done,
      AtomicReference<String> wrong) {
    while (!done.get()) {
      int number = random.nextInt(known);
      NeedleLocation found = map.find(number);
      if (found == null || found.size() != number || (found.unit() - 1) % 2_000 != number) {
        wrong.set("needle " + number + " at " + found);
      }
      if (map.find(-1L - number) != null) {
        wrong.set("a needle that never was");
      }
    }
  }

  /// What a scenario draws its rows from.
  private record Ledger(SplittableRandom random) {}

  @Test
  void equalsTheIndexAfterACrashAtAnyStep() throws Exception {
    long seed = 2026;
    CrashReport report =
        CrashPoints.of(
                "disk-needle-map",
                seed,
                from -> new Ledger(new SplittableRandom(from)),
                DiskNeedleMapTest::live,
                (found, _) -> requireTheIndex(found))
            .luckPerPoint(2)
            .operationsMax(30_000)
            .run()
            .requireNoFailure();
    assertThat(report.crashes()).as(report.toString()).isGreaterThan(200);
  }

  private static void live(SimDisk on, Ledger ledger) {
    SortedMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    OffsetWidth width = OffsetWidth.FOUR;
    try (NeedleMemory memory = new NeedleMemory(1L << 24);
        DiskFile index = on.open(INDEX, OpenMode.CREATE)) {
      on.syncDirectory(Path.of("/"));
      for (int life = 0; life < 3; life++) {
        try (DiskNeedleMap map =
            DiskNeedleMap.open(on, BASE, index, index.size(), width, memory, 10)) {
          for (int step = 0; step < 30; step++) {
            IndexRow row = randomRow(ledger.random, ledger.random.nextLong(25), width);
            change(map, index, row, width, model, "life " + life + " step " + step);
            if (map.wantsMerge()) {
              map.startMerge(index.size()).run();
            }
          }
        }
      }
    }
  }

  private static void requireTheIndex(SimDisk found) {
    if (found.find(INDEX).isEmpty()) {
      return;
    }
    OffsetWidth width = OffsetWidth.FOUR;
    try (NeedleMemory memory = new NeedleMemory(1L << 24);
        DiskFile index = found.open(INDEX, OpenMode.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) index.size());
      index.readAt(0, bytes);
      IndexRows rows = new IndexRows(bytes.flip(), width);
      List<IndexRow> all = new ArrayList<>();
      for (int row = 0; row < rows.count(); row++) {
        all.add(rows.row(row));
      }
      try (DiskNeedleMap map =
          DiskNeedleMap.open(found, BASE, index, rows.count() * 16L, width, memory, 10)) {
        assertThat(map.whyMadeAnew()).doesNotContain("another");
        assertSame(map, model(all), "the index");
      }
    }
  }
}
