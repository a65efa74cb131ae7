package atoll.volume.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.disk.SimDisk;
import atoll.volume.Corpus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedFileNeedleMapTest extends NeedleMapContract {

  private static final Path INDEX = Path.of("/1.idx");
  private static final Path SORTED = Path.of("/1.sdx");

  private final SimDisk disk = new SimDisk();

  @Override
  NeedleMap mapOf(List<IndexRow> rows, OffsetWidth width) {
    try (DiskFile index = IndexFiles.write(disk, INDEX, rows, width)) {
      return SortedFileNeedleMap.open(disk, SORTED, index, width, memory);
    }
  }

  @Override
  boolean knowsDeletedRows() {
    return false;
  }

  private SortedFileNeedleMap reopen() {
    try (DiskFile index = disk.open(INDEX, OpenMode.READ)) {
      return SortedFileNeedleMap.open(disk, SORTED, index, OffsetWidth.FOUR, memory);
    }
  }

  @Test
  void makesTheBytesThatTheGoServerMakes() {
    mapOf(Corpus.rows("read-only/10.idx", OffsetWidth.FOUR), OffsetWidth.FOUR).close();

    assertThat(IndexFiles.content(disk, SORTED)).isEqualTo(Corpus.content("read-only/10.sdx"));
  }

  @Test
  void deletesInPlaceAsTheGoServerDoes() {
    List<IndexRow> rows = Corpus.rows("read-only/11.idx", OffsetWidth.FOUR);
    try (NeedleMap map = mapOf(rows.subList(0, 3), OffsetWidth.FOUR);
        DiskFile index = disk.open(INDEX, OpenMode.WRITE)) {
      IndexFiles.append(index, rows.subList(3, 4), OffsetWidth.FOUR);
      assertThat(map.delete(0xc2)).isEqualTo(new NeedleLocation(23 * 8, 55));
    }

    assertThat(IndexFiles.content(disk, SORTED)).isEqualTo(Corpus.content("read-only/11.sdx"));
  }

  @Test
  void opensAFileOfTheGoServerAndLeavesItAsItIs() {
    IndexFiles.write(
            disk, INDEX, Corpus.rows("read-only/11.idx", OffsetWidth.FOUR), OffsetWidth.FOUR)
        .close();
    try (DiskFile sorted = disk.open(SORTED, OpenMode.CREATE)) {
      sorted.append(Corpus.buffer("read-only/11.sdx"));
    }
    try (NeedleMap map = reopen()) {
      assertThat(map.count()).isEqualTo(3);
      assertThat(map.find(0xc1)).isEqualTo(new NeedleLocation(12 * 8, 55));
      assertThat(map.find(0xc2)).isEqualTo(new NeedleLocation(23 * 8, -1));
    }
    assertThat(IndexFiles.content(disk, SORTED)).isEqualTo(Corpus.content("read-only/11.sdx"));
  }

  @Test
  void makesTheFileAnewWhenTheIndexIsYounger() {
    mapOf(List.of(row(1, 8, 5)), OffsetWidth.FOUR).close();
    try (DiskFile index = disk.open(INDEX, OpenMode.WRITE)) {
      IndexFiles.append(index, List.of(row(2, 16, 6), row(1, 24, -1)), OffsetWidth.FOUR);
    }
    try (NeedleMap map = reopen()) {
      assertThat(map.find(1)).isNull();
      assertThat(map.find(2)).isEqualTo(new NeedleLocation(16, 6));
    }
  }

  @Test
  void repeatsDeletionsThatTheFileLost() {
    mapOf(List.of(row(1, 8, 5), row(2, 16, 6), row(3, 24, 7)), OffsetWidth.FOUR).close();
    byte[] before = IndexFiles.content(disk, SORTED);
    try (DiskFile index = disk.open(INDEX, OpenMode.WRITE);
        DiskFile sorted = disk.open(SORTED, OpenMode.WRITE)) {
      IndexFiles.append(index, List.of(row(3, 32, -1), row(1, 40, -1)), OffsetWidth.FOUR);
      // The time of the change survived, the change did not.
      sorted.writeAt(0, ByteBuffer.allocateDirect(before.length).put(before).flip());
    }
    try (NeedleMap map = reopen()) {
      assertThat(map.find(1)).isEqualTo(new NeedleLocation(8, -1));
      assertThat(map.find(2)).isEqualTo(new NeedleLocation(16, 6));
      assertThat(map.find(3)).isEqualTo(new NeedleLocation(24, -1));
    }
  }

  @Test
  void makesADamagedFileAnewAndNamesTheDamageWhereItHappensLater() {
    List<IndexRow> rows = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      rows.add(row(i, 8L * i, i));
    }
    try (NeedleMap map = mapOf(rows, OffsetWidth.FOUR)) {
      damage(700 * 16);
      assertThat(map.find(100)).isEqualTo(new NeedleLocation(800, 100));
      assertThatThrownBy(() -> map.find(600))
          .isInstanceOfSatisfying(
              AtollException.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.CORRUPT))
          .hasMessageContaining("/1.sdx at offset 11200");
    }
    try (NeedleMap map = reopen()) {
      assertSame(map, model(rows), "made anew");
    }
  }

  private void damage(long offset) {
    try (DiskFile sorted = disk.open(SORTED, OpenMode.WRITE)) {
      sorted.writeAt(offset, ByteBuffer.allocateDirect(8));
    }
  }

  @Test
  void isNotWrittenTo() {
    try (NeedleMap map = mapOf(List.of(row(1, 8, 5)), OffsetWidth.FOUR)) {
      assertThatThrownBy(() -> map.put(2, new NeedleLocation(8, 1)))
          .isInstanceOfSatisfying(
              AtollException.class,
              fault -> assertThat(fault.fault()).isEqualTo(Fault.UNSUPPORTED));
    }
  }

  @Test
  void keepsOneIdOfABlockInMemory() {
    List<IndexRow> rows = new ArrayList<>();
    for (int i = 1; i <= 140_000; i++) {
      rows.add(row(i, 8L * i, i));
    }
    try (NeedleMap map = mapOf(rows, OffsetWidth.FOUR)) {
      // 547 blocks of 256 rows: two pages.
      assertThat(map.memoryBytes()).isEqualTo(8192);
      assertThat(map.find(140_000)).isEqualTo(new NeedleLocation(8L * 140_000, 140_000));
    }
  }

  @Test
  void sortsInRunsAsInMemoryAndLeavesNoRunsBehind() {
    for (long seed = 41; seed <= 46; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      IdSource ids = IdSource.of(seed);
      List<IndexRow> rows = new ArrayList<>();
      for (int step = 0; step < 5_000; step++) {
        rows.add(randomRow(random, ids.next(random, step), OffsetWidth.FIVE));
      }
      Path spill = Path.of("/runs");
      TreeMap<Long, NeedleLocation> seen = new TreeMap<>(Long::compareUnsigned);
      RowCounters counters = new RowCounters();
      try (DiskFile index =
              IndexFiles.write(disk, Path.of("/" + seed + ".idx"), rows, OffsetWidth.FIVE);
          RowRuns runs = new RowRuns(disk, spill, OffsetWidth.FIVE, 100, 3)) {
        RowFold.fold(
            RowCursor.NONE,
            runs.sort(index, 0, index.size()),
            counters,
            (id, unit, size) -> seen.put(id, NeedleLocation.ofUnit(unit, size)));
      }
      assertThat(seen.equals(model(rows))).as("seed %d", seed).isTrue();
      assertThat(counters).as("seed %d", seed).usingRecursiveComparison().isEqualTo(counted(rows));
      assertThat(disk.find(spill)).isEmpty();
    }
  }

  private static RowCounters counted(List<IndexRow> rows) {
    RowCounters counters = new RowCounters();
    TreeMap<Long, NeedleLocation> model = new TreeMap<>();
    for (IndexRow row : rows) {
      long id = row.id().value();
      NeedleLocation old = model.get(id);
      int before = old == null ? 0 : old.size();
      if (row.isLive()) {
        counters.put(id, row.size(), before);
        model.put(id, new NeedleLocation(row.offset(), row.size()));
      } else {
        counters.delete(id, before);
        model.computeIfPresent(id, (_, location) -> location.deleted());
      }
    }
    return counters;
  }
}
