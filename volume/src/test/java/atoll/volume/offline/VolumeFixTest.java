package atoll.volume.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.Bytes;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.SimDisk;
import atoll.volume.Corpus;
import atoll.volume.Volume;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.vacuum.VacuumRepair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VolumeFixTest {

  private static final FixOptions CAREFUL = new FixOptions(false, false);
  private static final FixOptions SKIP = new FixOptions(true, false);
  private static final FixOptions ANYWAY = new FixOptions(false, true);
  private static final Path DATA = OfflineFixture.PATHS.data();
  private static final Path INDEX = OfflineFixture.PATHS.index();

  static List<Corpus.Volume> volumes() {
    return Corpus.volumes();
  }

  /// The last row of each needle, as text, by id.
  private static Map<String, String> lastRows(List<IndexRow> rows) {
    Map<String, String> last = new TreeMap<>();
    rows.forEach(row -> last.put(row.id().toString(), row.toString()));
    return last;
  }

  private static List<IndexRow> rows(OfflineFixture fixture, OffsetWidth width) {
    byte[] content = fixture.read(INDEX);
    ByteBuffer buffer = ByteBuffer.allocateDirect(content.length).put(content).flip();
    IndexRows rows = new IndexRows(buffer, width);
    List<IndexRow> all = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      all.add(rows.row(row));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void aLostIndexIsMadeAnewWithTheSameNeedlesAndTombstones(Corpus.Volume corpus) {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk(), corpus)) {
      Map<String, String> before = fixture.needles();
      fixture.write(
          OfflineFixture.PATHS.info(),
          "{\"bytesOffset\":%d}"
              .formatted(corpus.width().bytes())
              .getBytes(StandardCharsets.UTF_8));
      fixture.fix(ANYWAY);
      assertThat(lastRows(rows(fixture, corpus.width())))
          .isEqualTo(lastRows(Corpus.rows(corpus.index(), corpus.width())));
      assertThat(rows(fixture, corpus.width()))
          .isSortedAccordingTo(Comparator.comparingLong(IndexRow::offset));
      assertThat(fixture.check()).isEmpty();
      assertThat(fixture.needles()).isEqualTo(before);
      assertThat(fixture.read(Path.of("/v/7.idx.tail-0")))
          .isEqualTo(Corpus.content(corpus.index()));
      assertThat(fixture.read(DATA)).isEqualTo(Corpus.content(corpus.data()));
    }
  }

  @Test
  void aTornRecordAtTheEndIsSavedAndCut() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      OfflineVolumes.make(fixture);
      byte[] whole = fixture.read(DATA);
      byte[] index = fixture.read(INDEX);
      OfflineVolumes.append(fixture, 9, new byte[100]);
      byte[] torn = Arrays.copyOf(fixture.read(DATA), whole.length + 60);
      fixture.write(DATA, torn);
      fixture.disk.delete(INDEX);

      assertThat(fixture.plan(CAREFUL)).isEqualTo(new FixPlan.RebuildIndex(whole.length, 60));
      assertThat(fixture.fix(CAREFUL)).hasSize(3);
      assertThat(fixture.read(DATA)).isEqualTo(whole);
      assertThat(fixture.read(INDEX)).isEqualTo(index);
      assertThat(fixture.read(Path.of("/v/7.dat.tail-" + whole.length)))
          .isEqualTo(Arrays.copyOfRange(torn, whole.length, torn.length));
      assertThat(fixture.check()).isEmpty();
    }
  }

  @Test
  void whatFindsNeedlesGoesWithTheIndexItWasMadeOf() {
    for (FixOptions options : new FixOptions[] {CAREFUL, SKIP}) {
      try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
        OfflineVolumes.make(fixture);
        byte[] data = fixture.read(DATA);
        if (options.equals(SKIP)) {
          data[recordOffsets(fixture).get(4).intValue() + 22] ^= 1;
        }
        fixture.write(DATA, data);
        byte[] index = fixture.read(INDEX);
        fixture.write(INDEX, Arrays.copyOf(index, index.length - 5 * 16));
        fixture.disk.createDirectories(Path.of("/v/7.ldb"));
        for (String map : List.of("7.sdx", "7.anm", "7.rdb", "7.ldb/CURRENT", "8.sdx", "8.anm")) {
          fixture.disk.open(OfflineFixture.DIRECTORY.resolve(map), OpenMode.CREATE_NEW).close();
        }

        assertThat(fixture.plan(options))
            .isInstanceOf(
                options.equals(SKIP) ? FixPlan.CopyRecords.class : FixPlan.RebuildIndex.class);
        fixture.fix(options);
        assertThat(fixture.disk.list(OfflineFixture.DIRECTORY))
            .extracting(entry -> entry.name())
            .filteredOn(name -> name.matches(".*\\.(sdx|anm|rdb|ldb)"))
            .containsExactlyInAnyOrder("8.sdx", "8.anm");
      }
    }
  }

  @Test
  void damageBeforeWholeRecordsIsLeftOutOnlyWhenToldAndIsKept() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      OfflineVolumes.make(fixture);
      Map<String, String> needles = fixture.needles();
      byte[] data = fixture.read(DATA);
      long first = recordOffsets(fixture).get(4);
      data[(int) first + 22] ^= 1;
      fixture.write(DATA, data);

      assertThat(fixture.plan(CAREFUL)).isInstanceOf(FixPlan.Refused.class);
      assertThatThrownBy(() -> fixture.fix(CAREFUL)).hasMessageContaining("--skip-damage");
      assertThat(fixture.read(DATA)).isEqualTo(data);
      List<String> done = fixture.fix(SKIP);
      assertThat(done).anyMatch(line -> line.contains("7.dat.tail-" + first));

      assertThat(fixture.check()).isEmpty();
      needles.remove("5");
      assertThat(fixture.needles()).isEqualTo(needles);
      byte[] saved = fixture.read(Path.of("/v/7.dat.tail-" + first));
      byte[] after = fixture.read(DATA);
      assertThat(saved)
          .isEqualTo(Arrays.copyOfRange(data, (int) first, (int) first + saved.length));
      assertThat(after.length + saved.length).isEqualTo(data.length);
      assertThat(fixture.disk.list(OfflineFixture.DIRECTORY))
          .extracting(entry -> entry.name())
          .noneMatch(name -> name.contains(".cp") || name.endsWith(".tmp"));
      Volume volume = Volume.open(fixture.environment, OfflineFixture.PATHS, OffsetWidth.FOUR);
      assertThat(volume.state().takesWrites()).isTrue();
      assertThat(volume.status().superBlock().revision().value()).isEqualTo(1);
      volume.close(() -> {});
    }
  }

  private static List<Long> recordOffsets(OfflineFixture fixture) {
    List<Long> offsets = new ArrayList<>();
    try (OfflineVolume volume = fixture.open();
        Survey survey = Survey.run(volume, _ -> {}, OfflineProgress.NONE)) {
      new RecordList(survey).forEach(record -> offsets.add(record.offset()), OfflineProgress.NONE);
    }
    return offsets;
  }

  @Test
  void anOlderRecordDoesNotComeBackInThePlaceOfADamagedOne() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      OfflineVolumes.make(fixture);
      byte[] data = fixture.read(DATA);
      // The newer body of 2 is the ninth record.
      data[recordOffsets(fixture).get(8).intValue() + 22] ^= 1;
      fixture.write(DATA, data);
      for (boolean withIndex : new boolean[] {true, false}) {
        SimDisk copy = ((SimDisk) fixture.disk).fork();
        try (OfflineFixture each = new OfflineFixture(copy)) {
          if (!withIndex) {
            copy.delete(INDEX);
          }
          assertThat(each.check())
              .extracting(Finding::kind)
              .contains(Finding.Kind.DAMAGE, Finding.Kind.NEEDLE_LOST);
          each.fix(SKIP);
          assertThat(each.needles()).containsOnlyKeys("1", "4", "5", "6", "7", "8");
          List<IndexRow> rows = rows(each, OffsetWidth.FOUR);
          assertThat(rows.getLast()).isEqualTo(IndexRow.tombstone(OfflineVolumes.key(2).id(), 0));
          assertThat(each.plan(CAREFUL)).isInstanceOf(FixPlan.Nothing.class);
        }
      }
    }
  }

  @Test
  void rowsThatOldServersOverwroteComeBackAndTheirDeletionsStay() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      OfflineVolumes.make(fixture);
      byte[] index = fixture.read(INDEX);
      ByteBuffer head = ByteBuffer.wrap(index);
      IndexRow.tombstone(OfflineVolumes.key(7).id(), 0).write(head, OffsetWidth.FOUR);
      IndexRow.tombstone(OfflineVolumes.key(8).id(), 0).write(head, OffsetWidth.FOUR);
      // A row that puts 7 or 8 behind them would bring those back, as it does in every server.
      System.arraycopy(index, 8 * 16, index, 6 * 16, 2 * 16);
      fixture.write(INDEX, Arrays.copyOf(index, 8 * 16));

      assertThat(fixture.check())
          .extracting(Finding::kind)
          .contains(Finding.Kind.HEAD_OVERWRITTEN, Finding.Kind.ROW_MISSING);
      fixture.fix(CAREFUL);
      assertThat(fixture.needles()).containsOnlyKeys("1", "2", "4", "5", "6");
      assertThat(fixture.check()).isEmpty();
    }
  }

  @Test
  void whatWasSavedBeforeIsNeverReplaced() {
    try (OfflineFixture fixture = new OfflineFixture(new SimDisk())) {
      OfflineVolumes.make(fixture);
      byte[] index = fixture.read(INDEX);
      byte[] other = index.clone();
      other[11]++;
      fixture.write(Path.of("/v/7.idx.tail-0"), other);
      fixture.fix(ANYWAY);
      assertThat(fixture.read(Path.of("/v/7.idx.tail-0"))).isEqualTo(other);
      assertThat(fixture.read(Path.of("/v/7.idx.tail-0-1"))).isEqualTo(index);
      fixture.fix(ANYWAY);
      assertThat(fixture.disk.find(Path.of("/v/7.idx.tail-0-2"))).isEmpty();
    }
  }

  // ---- simulation ----

  @Test
  @Tag("simulation")
  void aFlippedBitAnywhereIsFoundOrHarmless() {
    Seeds.check(
        60,
        seed -> {
          SeededRandomness chance = new SeededRandomness(seed);
          Corpus.Volume corpus = Corpus.volumes().get(chance.nextInt(Corpus.volumes().size()));
          SimDisk disk = new SimDisk();
          try (OfflineFixture fixture = new OfflineFixture(disk, corpus)) {
            Map<String, String> before = fixture.needles();
            FaultyDisk faulty = new FaultyDisk(disk, chance, _ -> {});
            boolean inData = chance.nextInt(3) > 0;
            byte[] content = fixture.read(inData ? DATA : INDEX);
            long firstBit = inData ? 64 : 0;
            faulty.flipBit(
                inData ? DATA : INDEX, firstBit + chance.nextLong(content.length * 8L - firstBit));

            boolean clean = fixture.check().isEmpty();
            Map<String, String> found = fixture.needles();
            if (clean && inData) {
              assertThat(found.values()).containsExactlyInAnyOrderElementsOf(before.values());
            }
            assertThat(before.values()).containsAll(found.values());
            if (fixture.plan(SKIP) instanceof FixPlan.Refused) {
              return;
            }
            fixture.fix(SKIP);
            assertThat(fixture.check()).isEmpty();
            assertThat(fixture.needles()).isEqualTo(found);
            if (!inData) {
              assertThat(before).containsAllEntriesOf(found);
            }
          }
        });
  }

  /// What the files were before, and what a whole fix makes of them.
  private record Halves(Bytes oldData, Bytes oldIndex, Bytes newData, Bytes newIndex) {}

  private static Bytes bytes(OfflineFixture fixture, Path path) {
    return Bytes.copyOf(ByteBuffer.wrap(fixture.read(path)));
  }

  private static SimDisk damaged(boolean inTheMiddle) {
    SimDisk disk = new SimDisk();
    try (OfflineFixture fixture = new OfflineFixture(disk)) {
      OfflineVolumes.make(fixture);
      if (inTheMiddle) {
        byte[] data = fixture.read(DATA);
        data[recordOffsets(fixture).get(4).intValue() + 22] ^= 1;
        fixture.write(DATA, data);
      } else {
        try (DiskFile data = disk.open(DATA, OpenMode.WRITE)) {
          data.append(ByteBuffer.allocateDirect(NeedleFormat.ALIGNMENT * 7));
          data.syncAll();
        }
        byte[] index = fixture.read(INDEX);
        fixture.write(INDEX, Arrays.copyOf(index, index.length - 32));
      }
    }
    return disk;
  }

  private static Halves halves(boolean inTheMiddle) {
    try (OfflineFixture fixture = new OfflineFixture(damaged(inTheMiddle))) {
      Bytes oldData = bytes(fixture, DATA);
      Bytes oldIndex = bytes(fixture, INDEX);
      fixture.fix(SKIP);
      return new Halves(oldData, oldIndex, bytes(fixture, DATA), bytes(fixture, INDEX));
    }
  }

  @Test
  @Tag("simulation")
  void aCrashDuringAFixLeavesTheOldOrTheNewFiles() {
    for (boolean inTheMiddle : new boolean[] {true, false}) {
      Halves halves = halves(inTheMiddle);
      Seeds.check(
          1,
          seed -> {
            CrashReport report =
                CrashPoints.of(
                        "fix",
                        seed,
                        _ -> halves,
                        (disk, _) -> {
                          try (OfflineFixture fixture = new OfflineFixture(disk)) {
                            fixture.fix(SKIP);
                          }
                        },
                        (found, expected) -> judge(found, expected, inTheMiddle))
                    .on(() -> damaged(inTheMiddle))
                    .operationsMax(40_000)
                    .run();
            System.out.println(report);
            report.requireNoFailure();
          });
    }
  }

  private static void judge(SimDisk found, Halves halves, boolean inTheMiddle) {
    try (OfflineFixture fixture = new OfflineFixture(found)) {
      VacuumRepair.run(fixture.environment, OfflineFixture.PATHS);
      boolean newData = bytes(fixture, DATA).equals(halves.newData());
      boolean newIndex = bytes(fixture, INDEX).equals(halves.newIndex());
      if (!newData) {
        assertThat(bytes(fixture, DATA)).isEqualTo(halves.oldData());
      }
      if (!newIndex) {
        assertThat(bytes(fixture, INDEX)).isEqualTo(halves.oldIndex());
      }
      // A new index fits the data before and after its end was cut; moved records need both.
      assertThat(newIndex || !newData).isTrue();
      if (inTheMiddle) {
        assertThat(newIndex).isEqualTo(newData);
      }
      fixture.fix(SKIP);
      assertThat(bytes(fixture, DATA)).isEqualTo(halves.newData());
      assertThat(bytes(fixture, INDEX)).isEqualTo(halves.newIndex());
      assertThat(fixture.check()).isEmpty();
      long saved =
          found.list(OfflineFixture.DIRECTORY).stream()
              .filter(entry -> entry.name().matches("7\\.dat\\.tail-[0-9]+"))
              .mapToLong(entry -> entry.sizeBytes())
              .sum();
      assertThat(saved).isEqualTo(halves.oldData().size() - halves.newData().size());
      assertThat(found.openFiles()).isZero();
    }
  }
}
