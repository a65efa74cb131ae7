package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.OffsetWidth;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Moving the index of a volume that is read and written meanwhile.
class IndexMoveTest {

  private static final Path INDEXES = Path.of("/index");
  private static final VolumePaths HOME =
      new VolumePaths(TestVolumes.DIRECTORY, INDEXES, TestVolumes.PATHS.name());
  private static final int IDS = 4;

  /// A closed volume whose index lies beside its data.
  private static SimDisk prepared(VolumeModel model) {
    SimDisk disk = new SimDisk();
    disk.createDirectories(INDEXES);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = volumes.create();
      model.created();
      for (int id = 1; id < IDS; id++) {
        put(volume, model, id, "old");
      }
      TestVolumes.close(volume);
      model.synced();
    }
    return disk;
  }

  private static void put(Volume volume, VolumeModel model, int id, String text) {
    model.begin(id, text);
    assertThat(TestVolumes.write(volume, TestVolumes.needle(id, text)))
        .isInstanceOf(WriteResult.Written.class);
    model.end(false);
  }

  private static void remove(Volume volume, VolumeModel model, int id) {
    model.begin(id, VolumeModel.GONE);
    assertThat(TestVolumes.delete(volume, new NeedleDelete(TestVolumes.key(id)).asDurable()))
        .isInstanceOf(DeleteResult.Deleted.class);
    model.end(true);
  }

  private static Volume open(TestVolumes volumes) {
    return Volume.open(volumes.environment, HOME, OffsetWidth.FOUR);
  }

  private static void check(Volume volume, VolumeModel model) {
    for (int id = 1; id <= IDS; id++) {
      model.judge(id, TestVolumes.read(volume, id));
    }
  }

  /// @param meanwhile called once the move has begun
  /// @return why it failed; empty for a move
  private static String move(Volume volume, Runnable meanwhile) {
    List<String> ends = new ArrayList<>();
    boolean[] begun = {false};
    volume.moveIndex(
        INDEXES,
        () -> {
          if (!begun[0]) {
            begun[0] = true;
            meanwhile.run();
          }
          return false;
        },
        () -> ends.add(""),
        cause -> ends.add(cause.fault() + ": " + cause.getMessage()));
    assertThat(ends).hasSize(1);
    assertThat(begun[0]).isTrue();
    return ends.getFirst();
  }

  private static void moveUnderWrites(SimDisk disk, VolumeModel model, NeedleMaps maps) {
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE, maps)) {
      Volume volume = open(volumes);
      String failure =
          move(
              volume,
              () -> {
                put(volume, model, 1, "meanwhile");
                remove(volume, model, 2);
                put(volume, model, 4, "new");
                check(volume, model);
              });
      assertThat(failure).isEmpty();
      assertThat(volume.paths()).isEqualTo(HOME);
      check(volume, model);
      put(volume, model, 2, "again");
      model.closing();
      TestVolumes.close(volume);
      model.synced();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAndWritesGoOnWhileItMoves(NeedleMaps.Kind kind) {
    VolumeModel model = new VolumeModel(1);
    SimDisk disk = prepared(model);
    NeedleMaps maps = new NeedleMaps(kind, 2);

    moveUnderWrites(disk, model, maps);

    assertThat(disk.find(TestVolumes.PATHS.index())).isEmpty();
    assertThat(disk.find(HOME.index()))
        .hasValueSatisfying(entry -> assertThat(entry.sizeBytes()).isEqualTo(7 * 16));
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE, maps)) {
      Volume volume = open(volumes);
      check(volume, model);
      TestVolumes.close(volume);
    }
    assertThat(disk.openFiles()).isZero();
  }

  @Test
  @Tag("simulation")
  void nothingIsLostInAnyCrash() {
    Set<Boolean> homes = new TreeSet<>();
    Seeds.check(
        1,
        seed -> {
          NeedleMaps maps = NeedleMaps.IN_MEMORY;
          CrashReport report =
              CrashPoints.of(
                      "move of an index",
                      seed,
                      number -> {
                        VolumeModel model = new VolumeModel(number);
                        var _ = prepared(model);
                        return model;
                      },
                      (disk, model) -> moveUnderWrites(disk, model, maps),
                      (disk, model) -> homes.add(judge(disk, model, maps)))
                  .on(() -> prepared(new VolumeModel(seed)))
                  .run();
          System.out.println(report);
          report.requireNoFailure();
        });
    assertThat(homes).as("whether the index was found at home").containsExactly(false, true);
  }

  private static boolean judge(SimDisk found, VolumeModel model, NeedleMaps maps) {
    try (TestVolumes volumes = new TestVolumes(found, new SimClock(), Events.NONE, maps)) {
      Volume volume = open(volumes);
      check(volume, model);
      TestVolumes.close(volume);
      return volume.paths().equals(HOME);
    }
  }

  static List<FaultRule> faults() {
    Misdeed fails = new Misdeed.Fail(Fault.IO);
    return List.of(
        FaultRule.of(fails, DiskOperation.COPY_TO).at("/data/7.idx"),
        FaultRule.of(fails, DiskOperation.READ_AT).at("/index/7.idx.tmp"),
        FaultRule.of(fails, DiskOperation.SYNC_ALL).at("/index/7.idx.tmp"),
        FaultRule.of(fails, DiskOperation.SYNC_ALL).at("/index/7.idx.tmp").after(1),
        FaultRule.of(fails, DiskOperation.RENAME).at("/index/7.idx*"),
        FaultRule.of(fails, DiskOperation.SYNC_DIRECTORY).at("/index"),
        FaultRule.of(fails, DiskOperation.DELETE).at("/data/7.idx"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whereTheDiskFailsItStaysAndIsServedOn(FaultRule fault) {
    VolumeModel model = new VolumeModel(1);
    SimClock clock = new SimClock();
    FaultyDisk disk = new FaultyDisk(prepared(model), new SeededRandomness(1), clock::advance);
    try (TestVolumes volumes = new TestVolumes(disk, clock, Events.NONE)) {
      Volume volume = open(volumes);
      disk.add(fault);

      assertThat(move(volume, () -> put(volume, model, 1, "meanwhile"))).startsWith("IO: ");

      assertThat(volume.paths()).isEqualTo(TestVolumes.PATHS);
      check(volume, model);
      disk.clear();
      assertThat(move(volume, () -> put(volume, model, 2, "later"))).isEmpty();
      assertThat(volume.paths()).isEqualTo(HOME);
      check(volume, model);
      TestVolumes.close(volume);
    }
  }

  @Test
  void aVolumeThatIsClosedMeanwhileKeepsItBesideItsData() {
    VolumeModel model = new VolumeModel(1);
    SimDisk disk = prepared(model);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = open(volumes);
      assertThat(move(volume, () -> TestVolumes.close(volume)))
          .isEqualTo("CLOSED: volume 7 was closed");
      assertThat(disk.list(INDEXES)).isEmpty();
      assertThat(disk.openFiles()).isZero();

      Volume again = open(volumes);
      check(again, model);
      TestVolumes.close(again);
    }
  }

  @Test
  void aVacuumMeanwhileHasTheLastWord() {
    VolumeModel model = new VolumeModel(1);
    SimDisk disk = prepared(model);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = open(volumes);
      Vacuums vacuums = new Vacuums(volumes.environment, VacuumFixture.LIMITS);
      String failure =
          move(
              volume,
              () -> {
                assertThat(VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN))
                    .isInstanceOf(VacuumResult.Compacted.class);
                assertThat(VacuumFixture.commit(vacuums, volume))
                    .isInstanceOf(VacuumResult.Committed.class);
              });
      assertThat(failure).startsWith("BUSY: ");
      assertThat(disk.list(INDEXES)).isEmpty();
      check(volume, model);
      TestVolumes.close(volume);
    }
  }

  @Test
  void whatWasCompactedBeforeIsThrownAway() {
    VolumeModel model = new VolumeModel(1);
    SimDisk disk = prepared(model);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = open(volumes);
      Vacuums vacuums = new Vacuums(volumes.environment, VacuumFixture.LIMITS);
      assertThat(VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN))
          .isInstanceOf(VacuumResult.Compacted.class);
      assertThat(move(volume, () -> {})).isEmpty();

      assertThat(VacuumFixture.commit(vacuums, volume))
          .isInstanceOfSatisfying(
              VacuumResult.Failed.class,
              failed -> assertThat(failed.fault()).isEqualTo(Fault.CONFLICT));

      VacuumFixture.requireNoTrace(disk);
      check(volume, model);
      TestVolumes.close(volume);
    }
  }

  /// What the map of a damaged volume knows beyond its index would be lost.
  @Test
  void aDamagedVolumeKeepsItsIndex() {
    VolumeModel model = new VolumeModel(1);
    SimDisk disk = prepared(model);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = open(volumes);
      volume.restrict(Restriction.DAMAGED);
      List<String> ends = new ArrayList<>();
      volume.moveIndex(
          INDEXES, () -> false, () -> ends.add("moved"), cause -> ends.add(cause.fault().name()));
      assertThat(ends).containsExactly("CONFLICT");
      TestVolumes.close(volume);
    }
  }
}
