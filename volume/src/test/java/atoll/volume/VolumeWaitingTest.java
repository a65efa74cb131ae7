package atoll.volume;

import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who waits for whom.
class VolumeWaitingTest {

  private static final long PATIENCE_SECONDS = 20;

  private final SimClock clock = new SimClock();
  private final SimDisk truth = new SimDisk(clock);
  private final RecordingEvents events = new RecordingEvents();

  @AfterEach
  void nothingUnexpectedWasReported() {
    events.close();
  }

  /// Threads for work that do nothing until they are told to.
  private static final class WorkLater {

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int handedOver;

    void execute(Runnable work) {
      handedOver++;
      waiting.add(work);
    }

    void runAll() {
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
    }
  }

  @Test
  void whileAppendsAreSlowAllAreHandedOverAndNoneOnceTheyAreQuickAgain() {
    FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), clock::advance);
    WorkLater work = new WorkLater();
    try (TestVolumes volumes =
        new TestVolumes(disk, clock, events, work::execute, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.create();
      List<WriteResult> results = new ArrayList<>();
      for (int id = 0; id < 10; id++) {
        volume.write(needle(id, "quick"), results::add);
      }
      assertThat(work.handedOver).isZero();
      disk.add(FaultRule.of(new Misdeed.Slow(Duration.ofMillis(2)), DiskOperation.APPEND));

      int onCaller = 0;
      for (int id = 10; work.handedOver == 0; id++) {
        volume.write(needle(id, "slow"), results::add);
        onCaller++;
      }
      // Two files at two milliseconds each: with weights of an eighth the third goes over.
      assertThat(onCaller).isBetween(2, 8);
      for (int id = 40; id < 60; id++) {
        int before = results.size();
        work.runAll();
        int handedOver = work.handedOver;
        volume.write(needle(id, "slow"), results::add);
        assertThat(work.handedOver).isEqualTo(handedOver + 1);
        assertThat(results).hasSizeGreaterThanOrEqualTo(before);
      }
      work.runAll();

      disk.clear();
      int quick = 0;
      int handedOver;
      do {
        handedOver = work.handedOver;
        volume.write(needle(100 + quick, "quick again"), results::add);
        work.runAll();
        quick++;
        assertThat(quick).as("quick appends until they stay where they are").isLessThan(40);
      } while (work.handedOver > handedOver);
      for (int id = 200; id < 210; id++) {
        volume.write(needle(id, "quick"), results::add);
      }
      assertThat(work.handedOver).isEqualTo(handedOver);
      assertThat(results).hasOnlyElementsOfType(WriteResult.Written.class);
      assertThat(volume.status().counters().fileCount()).isEqualTo(results.size());
      volume.close(() -> {});
      work.runAll();
    }
  }

  /// A disk whose operations of one kind stand still until they are let go.
  private final class StalledDisk {

    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(1), this::stand);

    private void stand(Duration time) {
      standing.countDown();
      try {
        assertThat(released.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void stall(DiskOperation operation, String file, int skip) {
      FaultRule slow = FaultRule.of(new Misdeed.Slow(Duration.ofDays(1)), operation);
      disk.add(slow.at(file).after(skip).times(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"APPEND,**.dat", "APPEND,**.idx", "SYNC_DATA,**.dat", "SYNC_DATA,**.idx"})
  void aReaderDoesNotWaitForAWriterThatWaitsForTheDisk(DiskOperation operation, String file)
      throws Exception {
    StalledDisk stalled = new StalledDisk();
    try (ExecutorService threads = Executors.newFixedThreadPool(3);
        TestVolumes volumes =
            new TestVolumes(stalled.disk, clock, events, threads, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.create();
      write(volume, needle(1, "one"));
      write(volume, needle(2, "x".repeat(2_000_000)));
      stalled.stall(operation, file, 0);
      CompletableFuture<WriteResult> written = new CompletableFuture<>();
      threads.execute(() -> volume.write(needle(3, "three").asDurable(), written::complete));
      assertThat(stalled.standing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

      // All of this in this thread, while the writer stands.
      assertThat(read(volume, 1)).isEqualTo("one");
      assertThat(read(volume, 2)).hasSize(2_000_000);
      assertThat(read(volume, 4)).isEqualTo("NotFound");
      CompletableFuture<WriteResult> queued = new CompletableFuture<>();
      volume.write(needle(5, "five").asDurable(), queued::complete);
      assertThat(volume.status().counters().fileCount()).isGreaterThanOrEqualTo(2);
      assertThat(written).isNotDone();
      assertThat(queued).isNotDone();

      stalled.released.countDown();
      assertThat(written.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(WriteResult.Written.class);
      assertThat(queued.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(WriteResult.Written.class);
      close(volume);
    }
  }

  private static void write(Volume volume, NeedleWrite write) throws Exception {
    CompletableFuture<WriteResult> written = new CompletableFuture<>();
    volume.write(write, written::complete);
    assertThat(written.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(WriteResult.Written.class);
  }

  private static void close(Volume volume) throws Exception {
    CompletableFuture<String> closed = new CompletableFuture<>();
    volume.close(() -> closed.complete("closed"));
    assertThat(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
  }

  @ParameterizedTest
  @CsvSource({
    "APPEND,**.cpd,0,true",
    "SYNC_DATA,**.cpd,0,true",
    "SYNC_DATA,**.cpx,0,true",
    "SYNC_DATA,**.cpd,1,true",
    "SYNC_DATA,**.cpd,2,true",
    "SYNC_DATA,**.cpx,2,true",
    "SYNC_ALL,**,0,true",
    "RENAME,**.cpd,0,false",
  })
  void aReaderDoesNotWaitForAVacuumNorDoesAWriterWhileItCopiesOrSyncs(
      DiskOperation operation, String file, int skip, boolean writesGoOn) throws Exception {
    StalledDisk stalled = new StalledDisk();
    try (ExecutorService threads = Executors.newFixedThreadPool(3);
        TestVolumes volumes =
            new TestVolumes(stalled.disk, clock, events, threads, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.create();
      Vacuums vacuums = new Vacuums(volumes.environment, VacuumLimits.DEFAULT);
      for (int id = 1; id <= 20; id++) {
        write(volume, needle(id, "body " + id));
      }
      stalled.stall(operation, file, skip);
      CompletableFuture<VacuumResult> vacuumed = new CompletableFuture<>();
      vacuums.compact(
          volume, VacuumOrder.PLAIN, compacted -> vacuums.commit(volume, vacuumed::complete));
      assertThat(stalled.standing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

      for (int id = 1; id <= 20; id++) {
        assertThat(read(volume, id)).isEqualTo("body " + id);
      }
      CompletableFuture<WriteResult> written = new CompletableFuture<>();
      volume.write(needle(21, "body 21"), written::complete);
      if (writesGoOn) {
        assertThat(written.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isInstanceOf(WriteResult.Written.class);
        assertThat(read(volume, 21)).isEqualTo("body 21");
      }
      assertThat(vacuumed).isNotDone();

      stalled.released.countDown();
      assertThat(vacuumed.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(VacuumResult.Committed.class);
      assertThat(written.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(WriteResult.Written.class);
      assertThat(read(volume, 21)).isEqualTo("body 21");
      close(volume);
      Volume again = volumes.open();
      assertThat(again.state()).isEqualTo(new VolumeState.Writable());
      assertThat(again.status().superBlock().revision().value()).isEqualTo(1);
      for (int id = 1; id <= 21; id++) {
        assertThat(read(again, id)).isEqualTo("body " + id);
      }
      close(again);
    }
  }

  @Test
  void nobodyWaitsForAClientThatReadsSlowly() {
    try (TestVolumes volumes = new TestVolumes(truth, clock, events)) {
      Volume volume = volumes.create();
      String large = "0123456789".repeat(200_000);
      TestVolumes.write(volume, needle(1, large));
      ReadResult.Opened opened =
          (ReadResult.Opened) volume.read(new ReadRequest(TestVolumes.key(1)));
      ByteBuffer some = ByteBuffer.allocateDirect(1_000);
      opened.stream().read(some);

      // The client takes nothing more for now; all work here runs in this thread.
      Vacuums vacuums = new Vacuums(volumes.environment, VacuumLimits.DEFAULT);
      assertThat(read(volume, 1)).isEqualTo(large);
      TestVolumes.write(volume, needle(1, "another"));
      TestVolumes.write(volume, needle(2, "two").asDurable());
      VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN);
      assertThat(VacuumFixture.commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
      assertThat(read(volume, 1)).isEqualTo("another");
      TestVolumes.close(volume);

      try (NeedleStream stream = opened.stream()) {
        ByteBuffer rest = ByteBuffer.allocateDirect(large.length() - 1_000);
        assertThat(stream.read(rest)).isEqualTo(large.length() - 1_000);
        assertThat(stream.remaining()).isZero();
      }
      assertThat(truth.openFiles()).isZero();
    }
  }
}
