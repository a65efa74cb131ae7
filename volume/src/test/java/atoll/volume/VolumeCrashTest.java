package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.event.Events;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.SimDisk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Power is lost at every operation of the disk, and what comes back is held against a model.
class VolumeCrashTest {

  private static final int IDS = 6;

  /// Merges every few changes.
  private static final NeedleMaps ON_DISK = new NeedleMaps(NeedleMaps.Kind.DISK, 3);

  private static void live(SimDisk disk, VolumeModel model, int steps) {
    live(disk, model, steps, NeedleMaps.IN_MEMORY);
  }

  /// Runs a life of a volume and keeps the model up to date.
  private static void live(SimDisk disk, VolumeModel model, int steps, NeedleMaps maps) {
    SeededRandomness chance = new SeededRandomness(model.seed()).stream("steps");
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE, maps)) {
      model.creating();
      Volume volume = volumes.create();
      model.created();
      for (int step = 0; step < steps; step++) {
        if (chance.nextInt(12) == 0) {
          model.closing();
          volume = volumes.reopen(volume);
          model.synced();
        } else if (chance.nextInt(6) == 0) {
          burst(volume, model, chance, step);
        } else {
          step(volume, model, chance, step);
        }
      }
      model.closing();
      TestVolumes.close(volume);
      model.synced();
    }
  }

  private static void step(Volume volume, VolumeModel model, SeededRandomness chance, int step) {
    int id = 1 + chance.nextInt(IDS);
    boolean durable = chance.nextInt(3) == 0;
    if (chance.nextInt(4) == 0) {
      NeedleDelete delete = new NeedleDelete(TestVolumes.key(id));
      model.begin(id, VolumeModel.GONE);
      DeleteResult result = TestVolumes.delete(volume, durable ? delete.asDurable() : delete);
      assertThat(result).isInstanceOfAny(DeleteResult.Deleted.class, DeleteResult.NotFound.class);
      model.end(durable && result instanceof DeleteResult.Deleted);
      return;
    }
    String body =
        chance.nextInt(8) == 0
            ? ""
            : (step + "." + id + " ").repeat(1 + chance.nextInt(chance.nextInt(4) == 0 ? 400 : 20));
    NeedleWrite write = TestVolumes.needle(id, body);
    model.begin(id, body);
    WriteResult result = TestVolumes.write(volume, durable ? write.asDurable() : write);
    assertThat(result).isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
    model.end(durable);
  }

  /// Several writes that wait for the right to write, and are then written together.
  private static void burst(Volume volume, VolumeModel model, SeededRandomness chance, int step) {
    boolean durable = chance.nextInt(2) == 0;
    int writes = 2 + chance.nextInt(6);
    List<WriteResult> results = new ArrayList<>();
    volume.exclusively(change -> {
      for (int i = 0; i < writes; i++) {
        int id = 1 + chance.nextInt(IDS);
        String body = (step + "/" + i + " of " + id + " ").repeat(1 + chance.nextInt(20));
        NeedleWrite write = TestVolumes.needle(id, body);
        model.begin(id, body);
        volume.write(durable ? write.asDurable() : write, results::add);
      }
    });
    assertThat(results).hasSize(writes).hasOnlyElementsOfType(WriteResult.Written.class);
    model.end(durable);
  }

  private static void judge(SimDisk found, VolumeModel model) {
    judge(found, model, NeedleMaps.IN_MEMORY);
  }

  /// Opens what was found and holds it against the model.
  private static void judge(SimDisk found, VolumeModel model, NeedleMaps maps) {
    try (TestVolumes volumes = new TestVolumes(found, new SimClock(), Events.NONE, maps)) {
      boolean there = found.find(TestVolumes.PATHS.data()).isPresent();
      if (!there) {
        assertThat(model.mayBeAbsent()).as("the volume may be absent").isTrue();
        return;
      }
      Volume volume = volumes.open();
      check(volume, model);
      VolumeFiles files = volume.retainFiles();
      files
          .map()
          .visit((id, location) -> {
            if (volume.state().takesWrites()) {
              long end =
                  location.offset() + files.format().recordBytes(Records.storedSize(location));
              assertThat(end).as("needle %d", id).isLessThanOrEqualTo(files.data().size());
            }
          });
      files.release();
      if (volume.state().takesWrites()) {
        assertThat(TestVolumes.write(volume, TestVolumes.needle(99, "life goes on")))
            .isInstanceOf(WriteResult.Written.class);
        Volume again = volumes.reopen(volume);
        assertThat(again.state()).isEqualTo(new VolumeState.Writable());
        assertThat(TestVolumes.read(again, 99)).isEqualTo("life goes on");
        check(again, model);
        TestVolumes.close(again);
      } else {
        TestVolumes.close(volume);
      }
      assertThat(found.openFiles()).isZero();
    }
  }

  private static void check(Volume volume, VolumeModel model) {
    for (int id = 1; id <= IDS; id++) {
      model.judge(id, TestVolumes.read(volume, id));
    }
  }

  @Test
  @Tag("simulation")
  void whatWasAcknowledgedAsDurableSurvivesEveryCrash() {
    Seeds.check(
        2,
        seed -> {
          CrashReport report =
              CrashPoints.of(
                      "volume",
                      seed,
                      VolumeModel::new,
                      (disk, model) -> live(disk, model, 10),
                      VolumeCrashTest::judge)
                  .operationsMax(30_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
  }

  @Test
  @Tag("simulation")
  void aMapOnDiskSurvivesEveryCrashAsTheIndexDoes() {
    Seeds.check(
        1,
        seed -> {
          CrashReport report =
              CrashPoints.of(
                      "volume with a map on disk",
                      seed,
                      VolumeModel::new,
                      (disk, model) -> live(disk, model, 9, ON_DISK),
                      (found, model) -> judge(found, model, ON_DISK))
                  .operationsMax(60_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
  }

  @Test
  @Tag("simulation")
  void aCrashDuringTheRepairAfterACrashIsMendedToo() {
    Seeds.check(
        3,
        seed -> {
          SeededRandomness chance = new SeededRandomness(seed).stream("crash");
          SimDisk disk = new SimDisk();
          VolumeModel model = new VolumeModel(seed);
          live(disk, model, 12);
          // Unsynced writes, so that there is something to mend.
          try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
            Volume volume = volumes.open();
            for (int step = 0; step < 8; step++) {
              int id = 1 + step % IDS;
              model.begin(id, "late " + step);
              TestVolumes.write(volume, TestVolumes.needle(id, "late " + step));
              model.end(false);
            }
          }
          SimDisk found = disk.crash(chance);
          CrashReport report =
              CrashPoints.of(
                      "volume repair",
                      seed,
                      _ -> model,
                      (again, _) -> {
                        try (TestVolumes volumes =
                            new TestVolumes(again, new SimClock(), Events.NONE)) {
                          TestVolumes.close(volumes.open());
                        }
                      },
                      VolumeCrashTest::judge)
                  .on(found::fork)
                  .luckPerPoint(2)
                  .operationsMax(10_000)
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
  }

  @Test
  void theModelSeesAForeignBody() {
    VolumeModel model = new VolumeModel(1);
    model.created();
    model.begin(1, "mine");
    model.end(true);
    Map<String, Boolean> verdicts = new LinkedHashMap<>();
    for (String read : new String[] {"mine", "theirs", "NotFound", "Corrupt"}) {
      verdicts.put(read, model.allows(1, read));
    }
    assertThat(verdicts)
        .containsEntry("mine", true)
        .containsEntry("theirs", false)
        .containsEntry("NotFound", false)
        .containsEntry("Corrupt", false);
  }
}
