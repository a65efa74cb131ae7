package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryNeedleMapTest extends NeedleMapContract {

  @Override
  NeedleMap mapOf(List<IndexRow> rows, OffsetWidth width) {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, width.bytes());
    BulkLoad load = new BulkLoad(map, memory);
    for (IndexRow row : rows) {
      if (row.isLive()) {
        load.put(row.id().value(), row.offset() >>> 3, row.size());
      } else {
        load.delete(row.id().value());
      }
    }
    load.finish();
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
    for (int step = 0; step < 150_000; step++) {
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
  @ValueSource(longs = {11, 12, 13, 14})
  void loadsRowsInBulkAsOneByOne(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IdSource ids = IdSource.of(seed);
    MemoryNeedleMap map = new MemoryNeedleMap(memory, 4);
    BulkLoad load = new BulkLoad(map, memory);
    TreeMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    RowCounters expected = new RowCounters();
    for (int row = 0; row < 200_000; row++) {
      long id = ids.next(random, row);
      NeedleLocation old = model.get(id);
      int before = old == null ? 0 : old.size();
      if (random.nextInt(6) == 0) {
        load.delete(id);
        expected.delete(id, before);
        if (old != null) {
          model.put(id, old.deleted());
        }
      } else {
        NeedleLocation location = location(random, 4);
        load.put(id, location.unit(), location.size());
        expected.put(id, location.size(), before);
        model.put(id, location);
      }
    }
    RowCounters counters = load.finish();

    assertSame(map, model, "seed " + seed);
    assertThat(counters).usingRecursiveComparison().isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void loadsWholeFilesInOrderAndOutOfOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int count = 200_000;
    ByteBuffer file = ByteBuffer.allocateDirect(count * OffsetWidth.FIVE.rowBytes());
    MemoryNeedleMap single = new MemoryNeedleMap(memory, 5);
    RowCounters expected = new RowCounters();
    long ascending = 0;
    for (int row = 0; row < count; row++) {
      // Long runs of new ids, now and then broken by an older one or a deletion.
      ascending += 1 + random.nextInt(3);
      long id = random.nextInt(20_000) == 0 ? random.nextLong(ascending) : ascending;
      NeedleLocation old = single.find(id);
      int before = old == null ? 0 : old.size();
      if (random.nextInt(30_000) == 0) {
        IndexRow.tombstone(new NeedleId(id), 8L * (row + 1)).write(file, OffsetWidth.FIVE);
        expected.delete(id, before);
        single.delete(id);
      } else {
        NeedleLocation location = new NeedleLocation(8L * (row + 1), random.nextInt(1000));
        new IndexRow(new NeedleId(id), location.offset(), location.size())
            .write(file, OffsetWidth.FIVE);
        expected.put(id, location.size(), before);
        single.put(id, location);
      }
    }
    file.flip();
    MemoryNeedleMap bulk = new MemoryNeedleMap(memory, 5);
    BulkLoad load = new BulkLoad(bulk, memory);
    while (file.hasRemaining()) {
      int bytes = Math.min(file.remaining(), 60_000 * OffsetWidth.FIVE.rowBytes());
      load.enter(new IndexRows(file.slice(file.position(), bytes), OffsetWidth.FIVE));
      file.position(file.position() + bytes);
    }
    RowCounters counters = load.finish();

    TreeMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    single.visit(model::put);
    assertSame(bulk, model, "seed " + seed);
    assertThat(counters).as("seed %d", seed).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void takesAtMostSixteenBytesForARandomIdAndTwelveForADenseOne() {
    int needles = 400_000;
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
}
