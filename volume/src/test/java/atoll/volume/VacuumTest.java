package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleAttributes;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.vacuum.GarbageRatio;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VacuumTest extends VacuumFixture {

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
  void roomIsKeptForTheNewFile() {
    Volume volume = filled(FormatVersion.V3, OffsetWidth.FOUR);
    long before = disk.space(TestVolumes.DIRECTORY).usableBytes();

    assertThat(compact(vacuums, volume, VacuumOrder.PLAIN.reserving(64L << 20)))
        .isInstanceOf(VacuumResult.Compacted.class);

    assertThat(before - disk.space(TestVolumes.DIRECTORY).usableBytes())
        .isGreaterThanOrEqualTo(64L << 20);
    assertThat(commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
    requireFilled(volume);
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
      // Files that were replaced are closed on the threads for work.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (disk.openFiles() > 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }
}
