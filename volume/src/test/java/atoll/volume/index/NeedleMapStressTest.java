package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Readers beside a writer that inserts, overwrites, deletes, lets regions be written anew, and now
/// and then goes on with another map that was loaded from index rows, as a volume does. An offset
/// and a size always stem from the same change: the size is a function of the offset, and the
/// offset one of the id.
class NeedleMapStressTest {

  private static final int IDS = 50_000;
  private static final int CHANGES = 400_000;
  private static final int RELOADS = 16;

  @Test
  void neverShowsATornOrForeignNeedle() throws InterruptedException {
    try (NeedleMemory memory = new NeedleMemory(1L << 30);
        MemoryNeedleMap neighbour = new MemoryNeedleMap(memory, 4)) {
      MemoryNeedleMap map = new MemoryNeedleMap(memory, 5);
      AtomicReference<MemoryNeedleMap> served = new AtomicReference<>(map);
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<String> wrong = new AtomicReference<>();
      AtomicLong entered = new AtomicLong();
      AtomicLong looked = new AtomicLong();
      List<Thread> readers = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        long seed = 100L + reader;
        readers.add(
            Thread.ofPlatform().start(() -> read(served, seed, done, wrong, entered, looked)));
      }
      SplittableRandom random = new SplittableRandom(9);
      for (int change = 0; change < CHANGES && wrong.get() == null; change++) {
        // Ids 0 to `entered` are in the map for good; the others come in random order.
        long number = entered.get();
        if (number < IDS && random.nextInt(4) == 0) {
          map.put(id(number), at(number, random.nextInt(1000)));
          entered.set(number + 1);
        } else if (number > 0) {
          long known = random.nextLong(number);
          if (random.nextInt(8) == 0) {
            map.delete(id(known));
          } else {
            map.put(id(known), at(known, random.nextInt(1000)));
          }
        }
        if (change % (CHANGES / RELOADS) == CHANGES / RELOADS - 1) {
          MemoryNeedleMap before = map;
          map = reloaded(before, memory);
          served.set(map);
          before.close();
        }
        // The neighbour takes over pages that regions gave back.
        neighbour.put(random.nextLong(), new NeedleLocation(8L * random.nextInt(1 << 30), 77));
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join(20_000);
        assertThat(reader.isAlive()).isFalse();
      }
      map.close();
      assertThat(wrong.get()).isNull();
      assertThat(looked.get()).isPositive();
      assertThat(entered.get()).isEqualTo(IDS);
    }
  }

  /// Another map with the same needles, from index rows that it might have been loaded from.
  private static MemoryNeedleMap reloaded(MemoryNeedleMap map, NeedleMemory memory) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect((int) map.count() * 2 * OffsetWidth.FIVE.rowBytes());
    map.visit((id, location) -> {
      NeedleId needle = new NeedleId(id);
      new IndexRow(needle, location.offset(), Math.abs(location.size()))
          .write(bytes, OffsetWidth.FIVE);
      if (location.isDeleted()) {
        IndexRow.tombstone(needle, 8).write(bytes, OffsetWidth.FIVE);
      }
    });
    MemoryNeedleMap fresh = new MemoryNeedleMap(memory, 5);
    try (BulkLoad load = new BulkLoad(fresh, memory, map.count(), Runnable::run)) {
      load.enter(new IndexRows(bytes.flip(), OffsetWidth.FIVE));
      load.finish();
    }
    assertThat(fresh.count()).isEqualTo(map.count());
    return fresh;
  }

  /// Looks into the map that is served; one that was closed meanwhile says nothing.
  private static @Nullable NeedleLocation find(AtomicReference<MemoryNeedleMap> served, long id) {
    while (true) {
      MemoryNeedleMap map = Objects.requireNonNull(served.get());
      try {
        return map.find(id);
      } catch (AtollException e) {
        if (e.fault() != Fault.CLOSED || served.get() == map) {
          throw e;
        }
      }
    }
  }

  private static void read(
      AtomicReference<MemoryNeedleMap> served,
      long seed,
      AtomicBoolean done,
      AtomicReference<String> wrong,
      AtomicLong entered,
      AtomicLong looked) {
    SplittableRandom random = new SplittableRandom(seed);
    long count = 0;
    while (!done.get()) {
      long known = entered.get();
      if (known == 0) {
        continue;
      }
      long number = random.nextLong(known);
      NeedleLocation found = find(served, id(number));
      if (found == null) {
        wrong.set("seed " + seed + ": needle " + number + " is missing");
      } else if (found.unit() % IDS != number || Math.abs(found.size()) != size(found.unit())) {
        wrong.set("seed " + seed + ": needle " + number + " at " + found);
      }
      if (find(served, id(IDS + number)) != null) {
        wrong.set("seed " + seed + ": a needle that never was");
      }
      count++;
    }
    looked.addAndGet(count);
  }

  private static long id(long number) {
    return number * 0x9E3779B97F4A7C15L;
  }

  private static NeedleLocation at(long number, int turn) {
    long unit = (turn + 1L) * IDS + number;
    return new NeedleLocation(unit << 3, size(unit));
  }

  private static int size(long unit) {
    return 1 + (int) (unit * 31 & 0xFFFFFF);
  }
}
