package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumRepair;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Vacuums under loss of power, failing operations and flipped bits, held against a model.
class VacuumCrashTest {

  private static final int IDS = 6;
  private static final VacuumLimits LIMITS = new VacuumLimits(0, 64, 1, 8);

  /// A closed volume with garbage, and what it holds.
  private record Prepared(SimDisk disk, VolumeModel model) {

    static Prepared of(long seed) {
      SimDisk disk = new SimDisk();
      VolumeModel model = new VolumeModel(seed);
      SeededRandomness chance = new SeededRandomness(seed).stream("before");
      try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
        Volume volume = volumes.create();
        model.created();
        for (int step = 0; step < 14; step++) {
          change(volume, model, chance, "old " + step);
        }
        TestVolumes.close(volume);
        model.synced();
      }
      return new Prepared(disk, model);
    }
  }

  private static void change(
      Volume volume, VolumeModel model, SeededRandomness chance, String body) {
    int id = 1 + chance.nextInt(IDS);
    boolean durable = chance.nextInt(3) == 0;
    if (chance.nextInt(4) == 0) {
      NeedleDelete delete = new NeedleDelete(TestVolumes.key(id));
      model.begin(id, VolumeModel.GONE);
      DeleteResult result = TestVolumes.delete(volume, durable ? delete.asDurable() : delete);
      model.end(durable && result instanceof DeleteResult.Deleted);
    } else {
      NeedleWrite write = TestVolumes.needle(id, body + " of " + id);
      model.begin(id, body + " of " + id);
      assertThat(TestVolumes.write(volume, durable ? write.asDurable() : write))
          .isInstanceOf(WriteResult.Written.class);
      model.end(durable);
    }
  }

  /// Every other seed has its maps on disk, and merges every few changes.
  private static NeedleMaps maps(VolumeModel model) {
    return model.seed() % 2 == 0 ? new NeedleMaps(NeedleMaps.Kind.DISK, 3) : NeedleMaps.IN_MEMORY;
  }

  /// Vacuums while needles are written, overwritten and deleted.
  private static void vacuum(SimDisk disk, VolumeModel model) {
    SimClock clock = new SimClock();
    SeededRandomness chance = new SeededRandomness(model.seed()).stream("meanwhile");
    try (TestVolumes volumes = new TestVolumes(disk, clock, Events.NONE, maps(model))) {
      Volume volume = volumes.open();
      Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);
      int[] turn = {0};
      VacuumOrder order =
          VacuumOrder.PLAIN.atMost(
              1,
              time -> {
                clock.advance(time);
                change(volume, model, chance, "during " + turn[0]++);
              });
      assertThat(VacuumFixture.compact(vacuums, volume, order))
          .isInstanceOf(VacuumResult.Compacted.class);
      change(volume, model, chance, "between");
      assertThat(VacuumFixture.commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
      model.synced();
      change(volume, model, chance, "after");
      model.closing();
      TestVolumes.close(volume);
      model.synced();
    }
  }

  /// Vacuums step by step on threads of its own, so that needles are also written, overwritten and
  /// deleted while the new files follow the old ones. The writes are of ids that the model knows.
  ///
  /// @return how many writes were answered while there was a marker
  private static int vacuumStepByStep(SimDisk disk, VolumeModel model) {
    SimClock clock = new SimClock();
    SeededRandomness chance = new SeededRandomness(model.seed()).stream("step by step");
    ArrayDeque<Runnable> steps = new ArrayDeque<>();
    try (TestVolumes volumes =
        new TestVolumes(disk, clock, Events.NONE, steps::add, VolumeLimits.DEFAULT)) {
      Volume volume = volumes.open();
      Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);
      List<VacuumResult> results = new ArrayList<>();
      vacuums.compact(volume, VacuumOrder.PLAIN, compacted -> vacuums.commit(volume, results::add));
      int besideMarker = 0;
      for (int step = 0; results.isEmpty(); step++) {
        int id = 1 + chance.nextInt(IDS);
        boolean durable = chance.nextInt(3) == 0;
        List<Object> answers = new ArrayList<>();
        if (chance.nextInt(4) == 0) {
          NeedleDelete delete = new NeedleDelete(TestVolumes.key(id));
          model.begin(id, VolumeModel.GONE);
          volume.delete(durable ? delete.asDurable() : delete, answers::add);
        } else {
          String body = "step " + step + " of " + id;
          NeedleWrite write = TestVolumes.needle(id, body);
          model.begin(id, body);
          volume.write(durable ? write.asDurable() : write, answers::add);
        }
        while (answers.isEmpty()) {
          steps.remove().run();
        }
        model.end(durable && answers.getFirst() instanceof WriteResult.Written);
        boolean marked =
            disk.find(TestVolumes.PATHS.of(VolumeFile.COMPACTION_COMMITTED)).isPresent();
        besideMarker += marked ? 1 : 0;
        if (!steps.isEmpty() && chance.nextBoolean()) {
          steps.remove().run();
        }
      }
      assertThat(results).hasOnlyElementsOfType(VacuumResult.Committed.class);
      model.closing();
      List<String> closed = new ArrayList<>();
      volume.close(() -> closed.add("closed"));
      while (closed.isEmpty()) {
        steps.remove().run();
      }
      model.synced();
      return besideMarker;
    }
  }

  @Test
  @Tag("simulation")
  void whatIsWrittenWhileTheNewFilesFollowSurvivesEveryCrash() {
    Set<Integer> revisions = new TreeSet<>();
    int[] besideMarker = {0};
    Seeds.check(
        1,
        seed -> {
          CrashReport report =
              CrashPoints.of(
                      "vacuum step by step",
                      seed,
                      number -> Prepared.of(number).model(),
                      (disk, model) -> besideMarker[0] += vacuumStepByStep(disk, model),
                      (disk, model) -> revisions.add(judge(disk, model)))
                  .on(() -> Prepared.of(seed).disk())
                  .operationsMax(80_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
    assertThat(revisions).containsExactly(0, 1);
    assertThat(besideMarker[0]).as("writes beside the marker").isPositive();
  }

  /// Opens what was found and holds it against the model.
  ///
  /// @return the revision of what was found
  private static int judge(SimDisk found, VolumeModel model) {
    try (TestVolumes volumes = new TestVolumes(found, new SimClock(), Events.NONE, maps(model))) {
      VacuumRepair.run(volumes.environment, TestVolumes.PATHS);
      Volume volume = volumes.open();
      VacuumFixture.requireNoTrace(found);
      check(volume, model);
      int revision = volume.status().superBlock().revision().value();
      if (volume.state().takesWrites()) {
        assertThat(VacuumFixture.times(volume, volumes.buffers)).isSorted().doesNotHaveDuplicates();
        assertThat(TestVolumes.write(volume, TestVolumes.needle(99, "life goes on")))
            .isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
        volume = volumes.reopen(volume);
        assertThat(TestVolumes.read(volume, 99)).isEqualTo("life goes on");
        check(volume, model);
      }
      TestVolumes.close(volume);
      assertThat(found.openFiles()).isZero();
      return revision;
    }
  }

  private static void check(Volume volume, VolumeModel model) {
    for (int id = 1; id <= IDS; id++) {
      model.judge(id, TestVolumes.read(volume, id));
    }
  }

  @Test
  @Tag("simulation")
  void aVacuumIsWhollyOldOrWhollyNewAfterEveryCrash() {
    Set<Integer> revisions = new TreeSet<>();
    Seeds.check(
        1,
        seed -> {
          CrashReport report =
              CrashPoints.of(
                      "vacuum",
                      seed,
                      number -> Prepared.of(number).model(),
                      VacuumCrashTest::vacuum,
                      (disk, model) -> revisions.add(judge(disk, model)))
                  .on(() -> Prepared.of(seed).disk())
                  .operationsMax(80_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
    assertThat(revisions).containsExactly(0, 1);
  }

  @Test
  @Tag("simulation")
  void aCrashWhileAVacuumIsBeingFinishedIsFinishedToo() {
    Seeds.check(
        1,
        seed -> {
          Set<Integer> revisions = new TreeSet<>();
          Prepared prepared = Prepared.of(seed);
          SimDisk disk = prepared.disk();
          try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
            Volume volume = volumes.open();
            Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);
            VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN);
            disk.open(TestVolumes.PATHS.of(VolumeFile.COMPACTION_COMMITTED), OpenMode.CREATE_NEW)
                .close();
            disk.syncDirectory(TestVolumes.DIRECTORY);
          }
          SimDisk found = disk.crash(new SeededRandomness(seed));
          CrashReport report =
              CrashPoints.of(
                      "vacuum recovery",
                      seed,
                      number -> Prepared.of(number).model(),
                      (again, model) -> judge(again, model),
                      (again, model) -> revisions.add(judge(again, model)))
                  .on(found::fork)
                  .operationsMax(20_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
          assertThat(revisions).containsExactly(1);
        });
  }

  /// Fails the vacuum's operations one after the other.
  private static int failEveryOperation(Function<Fault, Misdeed> misdeed) {
    int failed = 0;
    int stuck = 0;
    for (int operation = 0; ; operation++) {
      Prepared prepared = Prepared.of(1);
      FaultyDisk faulty =
          new FaultyDisk(prepared.disk(), new SeededRandomness(operation), time -> {});
      try (TestVolumes volumes = new TestVolumes(faulty, new SimClock(), Events.NONE)) {
        Volume volume = volumes.open();
        Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);
        faulty.add(FaultRule.of(misdeed.apply(Fault.IO)).after(operation).times(1));
        VacuumResult result = VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN);
        if (result instanceof VacuumResult.Compacted) {
          result = VacuumFixture.commit(vacuums, volume);
        }
        boolean harmless = faulty.inflicted().isEmpty();
        faulty.clear();
        assertThat(result).isInstanceOfAny(VacuumResult.Failed.class, VacuumResult.Committed.class);
        failed += result instanceof VacuumResult.Failed ? 1 : 0;
        check(volume, prepared.model());
        if (volume.state().takesWrites()) {
          VolumeModel model = prepared.model();
          model.begin(2, "after the failure");
          TestVolumes.write(volume, TestVolumes.needle(2, "after the failure").asDurable());
          model.end(true);
        } else {
          stuck++;
        }
        check(volume, prepared.model());
        TestVolumes.close(volume);
        assertThat(prepared.disk().openFiles()).as("operation %d", operation).isZero();
        judge(prepared.disk().crash(new SeededRandomness(operation)), prepared.model());
        if (harmless) {
          assertThat(stuck).as("volumes that wait for a load").isBetween(1, 12);
          return failed;
        }
      }
    }
  }

  @Test
  @Tag("simulation")
  void afterAnyFailureTheOldVolumeServesOn() {
    assertThat(failEveryOperation(Misdeed.Fail::new)).isGreaterThan(20);
  }

  @Test
  @Tag("simulation")
  void afterAnyFailureOfWhatWasDoneTheOldVolumeServesOn() {
    assertThat(failEveryOperation(Misdeed.FailAfterwards::new)).isGreaterThan(20);
  }

  @Test
  @Tag("simulation")
  void aFlippedBitIsNeverTurnedIntoWrongData() {
    Seeds.check(
        60,
        seed -> {
          Prepared prepared = Prepared.of(seed % 4);
          SimDisk disk = prepared.disk();
          SeededRandomness chance = new SeededRandomness(seed);
          FaultyDisk faulty = new FaultyDisk(disk, chance, time -> {});
          try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
            Volume volume = volumes.open();
            faulty.flipBit(
                TestVolumes.PATHS.data(), chance.nextLong(volume.status().dataBytes() * 8));
            Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);
            VacuumResult result = VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN);
            if (result instanceof VacuumResult.Compacted) {
              result = VacuumFixture.commit(vacuums, volume);
            }
            assertThat(result)
                .isInstanceOfAny(VacuumResult.Failed.class, VacuumResult.Committed.class);
            for (int id = 1; id <= IDS; id++) {
              String read = TestVolumes.read(volume, id);
              if (!read.equals("Corrupt") && !read.equals("CookieMismatch")) {
                prepared.model().judge(id, read);
              }
            }
            TestVolumes.close(volume);
          }
        });
  }
}
