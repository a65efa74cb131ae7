package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryNeedleMapTest extends NeedleMapContract {

  @Override
  NeedleMap mapOf(List<IndexRow> rows, OffsetWidth width) {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, width.bytes());
    try (BulkLoad load = new BulkLoad(map, memory, rows.size(), Runnable::run)) {
      load.enter(IndexFiles.rows(rows, width));
      load.finish();
    }
    return map;
  }

  @Test
  void remembersWhereADeletedNeedleLay() {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, 4);
    map.put(7, new NeedleLocation(800, 33));
    map.put(8, new NeedleLocation(880, 0));

    assertThat(map.delete(7)).isEqualTo(new NeedleLocation(800, 33));
    assertThat(map.delete(8)).isEqualTo(new NeedleLocation(880, 0));
    assertThat(map.find(7)).isEqualTo(new NeedleLocation(800, -33));
    assertThat(map.find(8)).isEqualTo(new NeedleLocation(880, -1));
    assertThat(map.delete(7)).isNull();
    assertThat(map.delete(9)).isNull();
  }

  @Test
  void refusesAnOffsetThatTheIndexCannotHold() {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, 4);

    assertThatThrownBy(() -> map.put(1, new NeedleLocation(1L << 35, 1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("34359738368");
  }

  @Test
  void saysWhenMemoryIsSpentAndStaysAsItWas() {
    try (NeedleMemory small = new NeedleMemory(1 << 20)) {
      MemoryNeedleMap map = new MemoryNeedleMap(small, 4);
      SplittableRandom random = new SplittableRandom(1);
      List<Long> entered = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  long id = random.nextLong();
                  map.put(id, new NeedleLocation(8, 1));
                  entered.add(id);
                }
              })
          .isInstanceOfSatisfying(
              AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.NO_SPACE));
      assertThat(entered).hasSizeGreaterThan(30_000).allMatch(id -> map.find(id) != null);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void behavesAsASortedMapOfTheJdk(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int offsetBytes = random.nextBoolean() ? 4 : 5;
    MemoryNeedleMap map = new MemoryNeedleMap(memory, offsetBytes);
    TreeMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    IdSource ids = IdSource.of(seed);
    for (int step = 0; step < 60_000; step++) {
      long id = ids.next(random, step);
      if (random.nextInt(5) == 0) {
        NeedleLocation old = model.get(id);
        NeedleLocation live = old == null || old.isDeleted() ? null : old;
        if (live != null) {
          model.put(id, live.deleted());
        }
        assertThat(map.delete(id)).as("seed %d step %d", seed, step).isEqualTo(live);
      } else {
        NeedleLocation location = location(random, offsetBytes);
        assertThat(map.put(id, location))
            .as("seed %d step %d", seed, step)
            .isEqualTo(model.put(id, location));
      }
      assertThat(map.find(id)).as("seed %d step %d", seed, step).isEqualTo(model.get(id));
    }
    assertSame(map, model, "seed " + seed);
  }

  @ParameterizedTest
  @EnumSource
  void loadsRowsInBulkAsOneByOne(IdSource ids) {
    long seed = ids.name().hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    OffsetWidth width = random.nextBoolean() ? OffsetWidth.FOUR : OffsetWidth.FIVE;
    List<IndexRow> rows = new ArrayList<>();
    for (int row = 0; row < 80_000; row++) {
      rows.add(randomRow(random, ids.next(random, row), width));
    }
    String name = ids + " seed " + seed;
    try (MemoryNeedleMap single = new MemoryNeedleMap(memory, width.bytes());
        MemoryNeedleMap bulk = new MemoryNeedleMap(memory, width.bytes());
        BulkLoad load = new BulkLoad(bulk, memory, rows.size(), Runnable::run)) {
      RowCounters expected = new RowCounters();
      rows.forEach(row -> enter(single, row, expected));
      for (int from = 0; from < rows.size(); ) {
        int to = Math.min(rows.size(), from + 1 + random.nextInt(60_000));
        load.enter(IndexFiles.rows(rows.subList(from, to), width));
        from = to;
      }
      RowCounters counters = load.finish();

      TreeMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
      single.visit(model::put);
      assertSame(bulk, model, name);
      for (IndexRow row : rows) {
        long id = row.id().value();
        if (!Objects.equals(bulk.find(id), model.get(id))) {
          assertThat(bulk.find(id)).as("%s id %x", name, id).isEqualTo(model.get(id));
        }
      }
      assertThat(counters).as(name).usingRecursiveComparison().isEqualTo(expected);
    }
    assertThat(memory.usedBytes()).as(name).isZero();
  }

  private static void enter(NeedleMap map, IndexRow row, RowCounters counters) {
    long id = row.id().value();
    NeedleLocation old = map.find(id);
    int before = old == null ? 0 : old.size();
    if (row.isLive()) {
      counters.put(id, row.size(), before);
      map.put(id, new NeedleLocation(row.offset(), row.size()));
    } else {
      counters.delete(id, before);
      map.delete(id);
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadingNeedsLittleMoreMemoryThanTheMap(IdSource ids) {
    SplittableRandom random = new SplittableRandom(ids.name().hashCode());
    OffsetWidth width = OffsetWidth.FOUR;
    int rows = 400_000;
    ByteBuffer part = ByteBuffer.allocateDirect(50_000 * width.rowBytes());
    try (NeedleMemory own = new NeedleMemory(1L << 28);
        MemoryNeedleMap map = new MemoryNeedleMap(own, width.bytes());
        BulkLoad load = new BulkLoad(map, own, rows, Runnable::run)) {
      for (int row = 0; row < rows; row++) {
        randomRow(random, ids.next(random, row), width).write(part, width);
        if (!part.hasRemaining()) {
          load.enter(new IndexRows(part.flip(), width));
          part.clear();
        }
      }
      load.finish();
      // What a batch takes that any map may be given, in whole slabs.
      long least = 5L << 20;
      assertThat(own.reservedBytes())
          .as("beside " + map.memoryBytes())
          .isLessThanOrEqualTo(least + map.memoryBytes() * 6 / 5);
    }
  }

  @Test
  void aLoadThatFindsNoMemoryGivesBackWhatItTook() {
    SplittableRandom random = new SplittableRandom(3);
    List<IndexRow> rows = new ArrayList<>();
    for (int row = 0; row < 100_000; row++) {
      rows.add(randomRow(random, random.nextLong(), OffsetWidth.FOUR));
    }
    try (NeedleMemory small = new NeedleMemory(1 << 20)) {
      try (MemoryNeedleMap map = new MemoryNeedleMap(small, 4);
          BulkLoad load = new BulkLoad(map, small, rows.size(), Runnable::run)) {
        assertThatThrownBy(() -> load.enter(IndexFiles.rows(rows, OffsetWidth.FOUR)))
            .isInstanceOfSatisfying(
                AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.NO_SPACE));
      }
      assertThat(small.usedBytes()).isZero();
    }
  }

  @Test
  void takesAtMostSixteenBytesForARandomIdAndTwelveForADenseOne() {
    int needles = 200_000;
    for (int offsetBytes = 4; offsetBytes <= 5; offsetBytes++) {
      try (MemoryNeedleMap random = new MemoryNeedleMap(memory, offsetBytes);
          MemoryNeedleMap dense = new MemoryNeedleMap(memory, offsetBytes)) {
        SplittableRandom ids = new SplittableRandom(5);
        long peak = 0;
        for (int i = 0; i < needles; i++) {
          random.put(ids.nextLong(), new NeedleLocation(8, 1));
          dense.put(i, new NeedleLocation(8, 1));
          if (i % 10_000 == 9_999 && i > needles / 2) {
            peak = Math.max(peak, random.memoryBytes() / (i + 1));
          }
        }
        SplittableRandom again = new SplittableRandom(5);
        for (int i = 0; i < needles / 5; i++) {
          random.delete(again.nextLong());
        }
        assertThat(random.memoryBytes()).isLessThanOrEqualTo((12L + offsetBytes) * needles);
        assertThat(dense.memoryBytes()).isLessThanOrEqualTo(12L * needles);
        assertThat(peak).isLessThanOrEqualTo(20);
      }
    }
  }

  @Test
  void memoryIsMadeReadyUpToItsLimitAndThenUsed() {
    try (NeedleMemory small = new NeedleMemory(3 << 20)) {
      small.makeReady(1);
      assertThat(small.reservedBytes()).isEqualTo(1 << 20);
      small.makeReady(100_000);
      assertThat(small.reservedBytes()).isEqualTo(3 << 20);
      assertThat(small.usedBytes()).isZero();
      int[] all = small.take(3 << 8);
      assertThat(small.usedBytes()).isEqualTo(3 << 20);
      small.makeReady(1);
      assertThatThrownBy(() -> small.take(1))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE));
      small.give(all);
    }
  }

  @Test
  void closingEndsWhatMakesMemoryReady() throws InterruptedException {
    AtomicReference<Throwable> wrong = new AtomicReference<>();
    NeedleMemory large = new NeedleMemory(1L << 28);
    Thread other = Thread.ofPlatform().unstarted(() -> large.makeReady(1 << 16));
    other.setUncaughtExceptionHandler((_, e) -> wrong.set(e));
    other.start();
    while (large.reservedBytes() == 0 && other.isAlive()) {
      Thread.onSpinWait();
    }
    large.close();
    other.join(20_000);
    assertThat(other.isAlive()).isFalse();
    assertThat(wrong.get()).isNull();
  }
}
