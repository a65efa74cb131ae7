package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.needle.NeedleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every needle map does with an index that is there already.
abstract class NeedleMapContract {

  final NeedleMemory memory = new NeedleMemory(1L << 30);

  @AfterEach
  void unmap() {
    memory.close();
  }

  /// The map of a volume with these index rows.
  abstract NeedleMap mapOf(List<IndexRow> rows, OffsetWidth width);

  /// Whether needles that the index deletes are still known.
  boolean knowsDeletedRows() {
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void findsNothingWhereTheIndexIsEmpty(OffsetWidth width) {
    try (NeedleMap map = mapOf(List.of(), width)) {
      assertThat(map.find(0)).isNull();
      assertThat(map.find(-1)).isNull();
      assertThat(map.delete(1)).isNull();
      assertThat(map.count()).isZero();
      map.visit((id, _) -> assertThat(id).as("visited").isNull());
    }
  }

  @Test
  void keepsTheHighestAndTheLowestIdOffsetAndSize() {
    List<IndexRow> rows =
        List.of(
            row(Long.MIN_VALUE, 16, 0),
            row(-1, (1L << 43) - 8, Integer.MAX_VALUE),
            row(0, 8, 1),
            row(Long.MAX_VALUE, 1L << 35, 5));
    try (NeedleMap map = mapOf(rows, OffsetWidth.FIVE)) {
      assertThat(map.find(0)).isEqualTo(new NeedleLocation(8, 1));
      assertThat(map.find(-1)).isEqualTo(new NeedleLocation((1L << 43) - 8, Integer.MAX_VALUE));
      assertThat(map.find(Long.MIN_VALUE)).isEqualTo(new NeedleLocation(16, 0));
      assertThat(map.find(Long.MAX_VALUE)).isEqualTo(new NeedleLocation(1L << 35, 5));
      assertThat(map.find(1)).isNull();
      assertThat(map.find(-2)).isNull();
    }
  }

  @Test
  void deletesOnceAndRemembersThePlace() {
    List<IndexRow> rows = List.of(row(7, 800, 33), row(8, 880, 0));
    try (NeedleMap map = mapOf(rows, OffsetWidth.FOUR)) {
      assertThat(map.delete(7)).isEqualTo(new NeedleLocation(800, 33));
      assertThat(map.delete(8)).isEqualTo(new NeedleLocation(880, 0));
      assertThat(map.delete(7)).isNull();
      assertThat(map.delete(8)).isNull();
      assertThat(map.delete(9)).isNull();
      NeedleLocation deleted = Objects.requireNonNull(map.find(7));
      assertThat(deleted.offset()).isEqualTo(800);
      assertThat(deleted.isDeleted()).isTrue();
      assertThat(map.count()).isEqualTo(2);
    }
  }

  @Test
  void theLastRowOfANeedleCounts() {
    List<IndexRow> rows =
        List.of(
            row(3, 8, 1),
            row(3, 16, 2),
            row(4, 24, 3),
            row(4, 32, -1),
            row(4, 40, 5),
            row(9, 48, -1));
    try (NeedleMap map = mapOf(rows, OffsetWidth.FOUR)) {
      assertThat(map.find(3)).isEqualTo(new NeedleLocation(16, 2));
      assertThat(map.find(4)).isEqualTo(new NeedleLocation(40, 5));
      assertThat(map.find(9)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void findsAndVisitsWhatTheIndexSays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    OffsetWidth width = seed % 2 == 0 ? OffsetWidth.FOUR : OffsetWidth.FIVE;
    IdSource ids = IdSource.of(seed);
    List<IndexRow> rows = new ArrayList<>();
    for (int step = 0; step < 30_000; step++) {
      rows.add(randomRow(random, ids.next(random, step), width));
    }
    SortedMap<Long, NeedleLocation> model = model(rows);
    if (!knowsDeletedRows()) {
      model.values().removeIf(NeedleLocation::isDeleted);
    }
    try (NeedleMap map = mapOf(rows, width)) {
      assertSame(map, model, "seed " + seed);
      for (IndexRow row : rows) {
        long id = row.id().value();
        assertThat(map.find(id)).as("seed %d id %x", seed, id).isEqualTo(model.get(id));
        assertThat(map.find(id + 1)).as("seed %d id %x", seed, id + 1).isEqualTo(model.get(id + 1));
      }
    }
  }

  @Test
  void saysThatItIsClosed() {
    NeedleMap map = mapOf(List.of(row(1, 8, 1)), OffsetWidth.FOUR);
    map.close();

    assertThatThrownBy(() -> map.find(1))
        .isInstanceOfSatisfying(
            AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.CLOSED));
    assertThat(memory.usedBytes()).isZero();
  }

  static IndexRow row(long id, long offset, int size) {
    return new IndexRow(new NeedleId(id), offset, size);
  }

  static IndexRow randomRow(SplittableRandom random, long id, OffsetWidth width) {
    NeedleLocation location = location(random, width.bytes());
    boolean deletes = random.nextInt(6) == 0;
    return row(id, location.offset(), deletes ? IndexRow.TOMBSTONE : location.size());
  }

  static NeedleLocation location(SplittableRandom random, int offsetBytes) {
    long unit = 1 + random.nextLong((1L << (8 * offsetBytes)) - 1);
    return new NeedleLocation(unit << 3, random.nextInt(4) == 0 ? 0 : random.nextInt(1, 1 << 30));
  }

  /// What the rows of an index leave of each needle.
  static SortedMap<Long, NeedleLocation> model(List<IndexRow> rows) {
    TreeMap<Long, NeedleLocation> model = new TreeMap<>(Long::compareUnsigned);
    for (IndexRow row : rows) {
      if (row.isLive()) {
        model.put(row.id().value(), new NeedleLocation(row.offset(), row.size()));
      } else {
        model.computeIfPresent(row.id().value(), (_, location) -> location.deleted());
      }
    }
    return model;
  }

  static void assertSame(NeedleMap map, Map<Long, NeedleLocation> model, String seed) {
    assertThat(map.count()).as(seed).isEqualTo(model.size());
    List<Map.Entry<Long, NeedleLocation>> seen = new ArrayList<>();
    map.visit((id, location) -> seen.add(Map.entry(id, location)));
    assertThat(seen.equals(List.copyOf(model.entrySet()))).as(seed).isTrue();
  }
}
