package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volume.vacuum.GarbageRatio;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumRecovery;
import atoll.volume.vacuum.VacuumRepair;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VacuumTest {

  private static final VacuumLimits LIMITS = new VacuumLimits(0, 256, 2 << 20, 8);

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();
  private final TestVolumes volumes = new TestVolumes(disk, clock, events);
  private final Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
    volumes.close();
  }

  static VacuumResult compact(Vacuums vacuums, Volume volume, VacuumOrder order) {
    List<VacuumResult> results = new ArrayList<>();
    vacuums.compact(volume, order, results::add);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  static VacuumResult commit(Vacuums vacuums, Volume volume) {
    List<VacuumResult> results = new ArrayList<>();
    vacuums.commit(volume, results::add);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private VacuumResult compact(Volume volume) {
    return compact(vacuums, volume, VacuumOrder.PLAIN);
  }

  private void vacuum(Volume volume) {
    assertThat(compact(volume)).isInstanceOf(VacuumResult.Compacted.class);
    assertThat(commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
  }

  /// An order whose pauses, one after each needle, do something.
  private VacuumOrder pausing(Runnable work) {
    return VacuumOrder.PLAIN.atMost(
        1,
        time -> {
          clock.advance(time);
          work.run();
        });
  }

  static void requireNoTrace(SimDisk disk) {
    for (VolumeFile file :
        List.of(
            VolumeFile.COMPACTED_DATA,
            VolumeFile.COMPACTED_INDEX,
            VolumeFile.COMPACTED_MAP,
            VolumeFile.COMPACTION_COMMITTED)) {
      assertThat(disk.find(TestVolumes.PATHS.of(file))).as(file.extension()).isEmpty();
    }
  }

  /// Reads the times of all records in the order of the file.
  static List<Long> times(Volume volume, BufferPool buffers) {
    List<Long> times = new ArrayList<>();
    VolumeFiles files = volume.retainFiles();
    try (RecordScan scan = new RecordScan(files, buffers, files.firstRecordAt(), files.dataEnd())) {
      while (scan.next()) {
        NeedleLocation location = new NeedleLocation(scan.offset(), scan.header().size());
        times.add(RecordTimes.appended(files, location, scan.header().id(), buffers));
      }
    } finally {
      files.release();
    }
    return times;
  }

  private Volume filled(FormatVersion version, OffsetWidth width) {
    SuperBlock block =
        new SuperBlock(
            version, ReplicaPlacement.NONE, Ttl.NONE, new CompactionRevision(65535), Bytes.EMPTY);
    Volume volume = Volume.create(volumes.environment, TestVolumes.PATHS, block, width);
    // Ids descend, so that an order by id would not be the order of appending.
    for (int id = 20; id > 0; id--) {
      write(volume, needle(id, "needle " + id));
    }
    write(volume, needle(30, ""));
    write(volume, needle(31, "x".repeat(3_000_000)));
    write(volume, needle(15, "fifteen, anew"));
    delete(volume, new NeedleDelete(key(7)));
    return volume;
  }

  private static void requireFilled(Volume volume) {
    for (int id = 1; id <= 20; id++) {
      String expected = id == 7 ? "" : id == 15 ? "fifteen, anew" : "needle " + id;
      assertThat(read(volume, id))
          .isIn(id == 7 ? List.of("NotFound", "Deleted") : List.of(expected));
    }
    assertThat(read(volume, 30)).isEmpty();
    assertThat(read(volume, 31)).isEqualTo("x".repeat(3_000_000));
  }

  @ParameterizedTest
  @EnumSource(FormatVersion.class)
  void theGarbageIsGoneAndEverythingElseIsThere(FormatVersion version) {
    OffsetWidth width = version == FormatVersion.V2 ? OffsetWidth.FIVE : OffsetWidth.FOUR;
    Volume volume = filled(version, width);
    VolumeStatus before = volume.status();
    assertThat(GarbageRatio.of(before)).isPositive();

    vacuum(volume);

    requireFilled(volume);
    VolumeStatus after = volume.status();
    assertThat(after.dataBytes()).isLessThan(before.dataBytes());
    assertThat(after.superBlock().revision()).isEqualTo(new CompactionRevision(0));
    assertThat(after.counters().fileCount()).isEqualTo(21);
    assertThat(GarbageRatio.of(after)).isZero();
    requireNoTrace(disk);
    if (version == FormatVersion.V3) {
      List<Long> times = times(volume, volumes.buffers);
      assertThat(times).hasSize(21).isSorted().doesNotHaveDuplicates();
      assertThat(after.lastAppendedNanos()).isGreaterThanOrEqualTo(times.getLast());
    }
    write(volume, needle(40, "later"));
    VolumeStatus last = volume.status();
    Volume again = volumes.reopen(volume);
    assertThat(again.state()).isEqualTo(new VolumeState.Writable());
    assertThat(again.status().counters()).isEqualTo(last.counters());
    assertThat(again.status().superBlock()).isEqualTo(after.superBlock());
    requireFilled(again);
    assertThat(read(again, 40)).isEqualTo("later");
    TestVolumes.close(again);
    assertThat(disk.openFiles()).isZero();
    assertThat(volumes.memory.usedBytes()).isZero();
  }

  @Test
  void whatHappensDuringTheVacuumIsNotLost() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    Map<Long, String> expected = new LinkedHashMap<>();
    int[] turn = {0};
    VacuumOrder order =
        pausing(() -> {
          int now = turn[0]++;
          long early = 20L - now % 10;
          if (now % 3 == 0) {
            delete(volume, new NeedleDelete(key(early)));
            expected.put(early, "gone");
          } else {
            write(volume, needle(early, "anew " + now));
            expected.put(early, "anew " + now);
          }
          write(volume, needle(100 + now, "fresh " + now));
          expected.put(100L + now, "fresh " + now);
        });

    assertThat(compact(vacuums, volume, order)).isInstanceOf(VacuumResult.Compacted.class);
    write(volume, needle(3, "between the steps"));
    delete(volume, new NeedleDelete(key(4)));
    expected.put(3L, "between the steps");
    expected.put(4L, "gone");
    assertThat(commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);

    assertThat(turn[0]).isGreaterThan(15);
    Volume again = volumes.reopen(volume);
    expected.forEach((id, text) ->
        assertThat(read(again, id))
            .isIn(text.equals("gone") ? List.of("NotFound", "Deleted") : List.of(text)));
    assertThat(read(again, 1)).isEqualTo("needle 1");
    assertThat(times(again, volumes.buffers)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aReaderThatBeganBeforeEndsOnTheOldFile() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    ReadResult.Opened opened = (ReadResult.Opened) volume.read(new ReadRequest(key(31)));

    vacuum(volume);
    try (NeedleStream stream = opened.stream()) {
      stream.verify(ByteBuffer.allocateDirect(4096));
    }
    TestVolumes.close(volume);

    assertThat(disk.openFiles()).isZero();
  }

  @Test
  void aRecordThatDoesNotVerifyEndsTheVacuum() {
    events.expect("vacuum.failed");
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    flip(TestVolumes.PATHS.data(), 8 + 16 + 4 + 2);

    assertThat(compact(volume))
        .isInstanceOfSatisfying(
            VacuumResult.Failed.class,
            failed -> {
              assertThat(failed.fault()).isEqualTo(Fault.CORRUPT);
              assertThat(failed.why()).contains("7.dat at offset 8", "invalid CRC");
            });
    assertThat(commit(vacuums, volume)).isEqualTo(new VacuumResult.NotCompacted());
    requireNoTrace(disk);
    assertThat(read(volume, 19)).isEqualTo("needle 19");
    assertThat(write(volume, needle(50, "on"))).isInstanceOf(WriteResult.Written.class);
  }

  @Test
  void aDamagedHeaderAmongTheGarbageHidesNoNeedle() {
    events.expect("vacuum.failed");
    Volume volume = volumes.create();
    write(volume, needle(1, "garbage soon"));
    write(volume, needle(2, "hidden behind it"));
    write(volume, needle(3, "more"));
    write(volume, needle(1, "anew"));
    VolumeFiles files = volume.retainFiles();
    // The first record now reaches to the third.
    long third = Objects.requireNonNull(files.map().find(3)).offset();
    int size = 0;
    while (8 + files.format().recordBytes(size) < third) {
      size++;
    }
    files.release();
    ByteBuffer field = ByteBuffer.allocateDirect(4).putInt(size).flip();
    try (DiskFile data = disk.open(TestVolumes.PATHS.data(), OpenMode.WRITE)) {
      data.writeAt(8 + 12, field);
    }

    assertThat(compact(volume))
        .isInstanceOfSatisfying(
            VacuumResult.Failed.class,
            failed -> assertThat(failed.why()).contains("needle 2 is not reached"));
    assertThat(read(volume, 2)).isEqualTo("hidden behind it");
  }

  private void flip(Path path, long offset) {
    try (DiskFile file = disk.open(path, OpenMode.WRITE)) {
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      file.readAt(offset, one);
      one.put(0, (byte) (one.get(0) ^ 4));
      file.writeAt(offset, one.flip());
    }
  }

  @Test
  void aNeedleWithItsOwnTimeToLiveStaysUntilThatIsOver() {
    Volume volume = volumes.create();
    NeedleAttributes hour =
        NeedleAttributes.NONE.withLastModified(clock.now().getEpochSecond()).withTtl(new Ttl(1, 2));
    write(volume, new NeedleWrite(key(1), hour, NeedleBody.of(TestVolumes.direct("brief"))));
    write(volume, needle(2, "lasting"));
    clock.advance(Duration.ofMinutes(59));

    vacuum(volume);
    assertThat(read(volume, 1)).isEqualTo("brief");

    clock.advance(Duration.ofMinutes(1));
    vacuum(volume);
    assertThat(read(volume, 1)).isEqualTo("NotFound");
    assertThat(read(volume, 2)).isEqualTo("lasting");
  }

  @Test
  void aVolumeMarkedReadOnlyIsVacuumedAndStaysReadOnly() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    volume.restrict(Restriction.MARKED);

    vacuum(volume);

    requireFilled(volume);
    assertThat(write(volume, needle(1, "no"))).isInstanceOf(WriteResult.NotWritable.class);
  }

  @Test
  void aDamagedVolumeIsRefused() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    volume.restrict(Restriction.DAMAGED);

    assertThat(compact(volume)).isInstanceOf(VacuumResult.Refused.class);
  }

  @Test
  void aDiskWithoutRoomIsRefused() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    Vacuums careful =
        new Vacuums(volumes.environment, new VacuumLimits(Long.MAX_VALUE / 2, 1, 1, 1));

    assertThat(compact(careful, volume, VacuumOrder.PLAIN))
        .isInstanceOfSatisfying(
            VacuumResult.Refused.class,
            refused -> {
              assertThat(refused.fault()).isEqualTo(Fault.NO_SPACE);
              assertThat(refused.why()).startsWith("insufficient free space for compaction");
            });
  }

  @Test
  void aVacuumCanBeCancelled() {
    events.expect("vacuum.failed");
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    assertThat(vacuums.cancel(volume)).isFalse();
    VacuumOrder order = pausing(() -> assertThat(vacuums.cancel(volume)).isTrue());

    assertThat(compact(vacuums, volume, order))
        .isInstanceOfSatisfying(
            VacuumResult.Failed.class,
            failed -> assertThat(failed.fault()).isEqualTo(Fault.CANCELLED));
    requireNoTrace(disk);
    requireFilled(volume);
  }

  @Test
  void thereIsOneVacuumOfAVolumeAtATime() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    List<VacuumResult> meanwhile = new ArrayList<>();
    VacuumOrder order =
        pausing(() -> {
          vacuums.compact(volume, VacuumOrder.PLAIN, meanwhile::add);
          vacuums.commit(volume, meanwhile::add);
          vacuums.cleanUp(volume, meanwhile::add);
        });

    assertThat(compact(vacuums, volume, order)).isInstanceOf(VacuumResult.Compacted.class);
    assertThat(meanwhile).isNotEmpty().containsOnly(new VacuumResult.Busy());
    assertThat(compact(volume)).isInstanceOf(VacuumResult.Compacted.class);
    assertThat(commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
    assertThat(commit(vacuums, volume)).isEqualTo(new VacuumResult.NotCompacted());
  }

  @Test
  void whatWasCompactedIsCleanedUp() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    compact(volume);
    assertThat(disk.find(TestVolumes.PATHS.of(VolumeFile.COMPACTED_DATA))).isPresent();
    List<VacuumResult> results = new ArrayList<>();

    vacuums.cleanUp(volume, results::add);

    assertThat(results).containsExactly(new VacuumResult.CleanedUp());
    requireNoTrace(disk);
    requireFilled(volume);
    TestVolumes.close(volume);
    assertThat(disk.openFiles()).isZero();
    assertThat(volumes.memory.usedBytes()).isZero();
  }

  @Test
  void theRateIsKeptAndProgressIsTold() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    List<Duration> pauses = new ArrayList<>();
    List<Long> told = new ArrayList<>();
    VacuumOrder order =
        VacuumOrder.PLAIN
            .atMost(
                1_000_000,
                time -> {
                  pauses.add(time);
                  clock.advance(time);
                })
            .telling(told::add);
    long end = volume.status().dataBytes();

    assertThat(compact(vacuums, volume, order)).isInstanceOf(VacuumResult.Compacted.class);

    assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isBetween(2_990L, 3_010L);
    assertThat(told).isSorted().endsWith(end);
  }

  @Test
  void mapsOfOtherServersAreRemovedWhenTheyBecomeStale() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    for (VolumeFile stale : List.of(VolumeFile.SORTED_INDEX, VolumeFile.REDB)) {
      disk.open(TestVolumes.PATHS.of(stale), OpenMode.CREATE_NEW).close();
    }

    vacuum(volume);

    assertThat(disk.find(TestVolumes.PATHS.of(VolumeFile.SORTED_INDEX))).isEmpty();
    assertThat(disk.find(TestVolumes.PATHS.of(VolumeFile.REDB))).isEmpty();
  }

  static List<Corpus.Volume> golden() {
    return Corpus.volumes().stream().filter(each -> !each.data().contains("cpd")).toList();
  }

  private void put(VolumeFile file, String corpus) {
    try (DiskFile target = disk.open(TestVolumes.PATHS.of(file), OpenMode.CREATE)) {
      target.truncate(0);
      target.append(Corpus.buffer(corpus));
    }
  }

  /// What can be read of every needle that the map knows.
  private static Map<Long, String> content(Volume volume) {
    Map<Long, String> content = new LinkedHashMap<>();
    VolumeFiles files = volume.retainFiles();
    files
        .map()
        .visit((id, location) -> {
          if (!location.isDeleted()) {
            content.put(id, read(volume, new ReadRequest(key(id)).withoutCookieCheck()));
          }
        });
    files.release();
    return content;
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aVolumeOfTheGoServerIsVacuumed(Corpus.Volume golden) {
    put(VolumeFile.DATA, golden.data());
    put(VolumeFile.INDEX, golden.index());
    Volume volume = volumes.open();
    Map<Long, String> before = content(volume);
    before.values().removeIf("Expired"::equals);

    vacuum(volume);

    assertThat(content(volume)).isEqualTo(before);
    assertThat(content(volumes.reopen(volume))).isEqualTo(before);
  }

  @Test
  void aVacuumThatTheGoServerDidNotCommitIsUndone() {
    events.expect("vacuum.recovered");
    put(VolumeFile.DATA, "vacuum/6-before.dat");
    put(VolumeFile.INDEX, "vacuum/6-before.idx");
    Volume before = volumes.open();
    Map<Long, String> content = content(before);
    TestVolumes.close(before);
    put(VolumeFile.COMPACTED_DATA, "vacuum/6.cpd");
    put(VolumeFile.COMPACTED_INDEX, "vacuum/6.cpx");

    assertThat(VacuumRepair.run(volumes.environment, TestVolumes.PATHS))
        .isEqualTo(new VacuumRecovery.Discard(true, true));

    requireNoTrace(disk);
    Volume volume = volumes.open();
    assertThat(volume.status().superBlock().revision()).isEqualTo(CompactionRevision.FIRST);
    assertThat(content(volume)).isEqualTo(content);
  }

  @Test
  void aVacuumThatTheGoServerCommittedIsFinished() {
    events.expect("vacuum.recovered");
    put(VolumeFile.DATA, "vacuum/6-before.dat");
    put(VolumeFile.INDEX, "vacuum/6-before.idx");
    Volume before = volumes.open();
    Map<Long, String> content = content(before);
    TestVolumes.close(before);
    // Its own time to live, in a volume that has none, is what the Go server's vacuum loses.
    assertThat(content.remove(11L)).isNotNull();
    put(VolumeFile.COMPACTED_DATA, "vacuum/6.cpd");
    put(VolumeFile.COMPACTED_INDEX, "vacuum/6.cpx");
    disk.open(TestVolumes.PATHS.of(VolumeFile.COMPACTION_COMMITTED), OpenMode.CREATE_NEW).close();

    assertThat(VacuumRepair.run(volumes.environment, TestVolumes.PATHS))
        .isEqualTo(new VacuumRecovery.Finish(true, true));

    requireNoTrace(disk);
    Volume volume = volumes.open();
    assertThat(volume.state()).isEqualTo(new VolumeState.Writable());
    assertThat(volume.status().superBlock().revision()).isEqualTo(new CompactionRevision(1));
    assertThat(content(volume)).isEqualTo(content);
  }

  @Test
  void writersAndVacuumsInSeveralThreadsLoseNothing() throws Exception {
    events.expect("vacuum.failed");
    try (ExecutorService threads = Executors.newFixedThreadPool(3);
        TestVolumes shared = new TestVolumes(disk, clock, events, threads, VolumeLimits.DEFAULT)) {
      Vacuums busy = new Vacuums(shared.environment, LIMITS);
      Volume volume = shared.create();
      Map<Long, String> expected = new LinkedHashMap<>();
      int committed = 0;
      for (int round = 0; round < 6; round++) {
        CompletableFuture<VacuumResult> vacuumed = new CompletableFuture<>();
        busy.compact(volume, VacuumOrder.PLAIN, ignored -> busy.commit(volume, vacuumed::complete));
        for (int step = 0; step < 300; step++) {
          long id = step % 97;
          if (step % 5 == 4) {
            CompletableFuture<DeleteResult> done = new CompletableFuture<>();
            volume.delete(new NeedleDelete(key(id)), done::complete);
            done.get(20, TimeUnit.SECONDS);
            expected.put(id, "gone");
          } else {
            String text = round + "." + step;
            CompletableFuture<WriteResult> done = new CompletableFuture<>();
            volume.write(needle(id, text), done::complete);
            assertThat(done.get(20, TimeUnit.SECONDS)).isInstanceOf(WriteResult.Written.class);
            expected.put(id, text);
          }
        }
        VacuumResult result = vacuumed.get(20, TimeUnit.SECONDS);
        assertThat(result).isInstanceOfAny(VacuumResult.Committed.class, VacuumResult.Failed.class);
        committed += result instanceof VacuumResult.Committed ? 1 : 0;
        expected.forEach((id, text) ->
            assertThat(read(volume, id))
                .isIn(text.equals("gone") ? List.of("NotFound", "Deleted") : List.of(text)));
      }
      assertThat(committed).isPositive();
      assertThat(times(volume, shared.buffers)).isSorted().doesNotHaveDuplicates();
      CompletableFuture<VacuumResult> cleaned = new CompletableFuture<>();
      busy.cleanUp(volume, cleaned::complete);
      assertThat(cleaned.get(20, TimeUnit.SECONDS)).isEqualTo(new VacuumResult.CleanedUp());
      CompletableFuture<String> closed = new CompletableFuture<>();
      volume.close(() -> closed.complete("closed"));
      assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo("closed");
      assertThat(disk.openFiles()).isZero();
    }
  }
}
