package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Event;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import atoll.sim.disk.DiskOperation;
import atoll.sim.disk.FaultRule;
import atoll.sim.disk.FaultyDisk;
import atoll.sim.disk.Misdeed;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.DiskNeedleMap;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.SortedFileNeedleMap;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A volume answers the same whatever it looks its needles up in.
class VolumeMapsTest {

  private static final int IDS = 40;
  private static final Path OWN = TestVolumes.PATHS.of(VolumeFile.DISK_MAP);
  private static final Path SORTED = TestVolumes.PATHS.of(VolumeFile.SORTED_INDEX);

  /// Merges every few changes.
  private static final NeedleMaps ON_DISK = new NeedleMaps(NeedleMaps.Kind.DISK, 7);

  private final SimClock clock = new SimClock();
  private final SimDisk disk = new SimDisk(clock);
  private final List<Event> events = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(4);

  private TestVolumes volumes(NeedleMaps maps) {
    return new TestVolumes(disk, clock, events::add, maps);
  }

  private static NeedleMaps maps(NeedleMaps.Kind kind) {
    return new NeedleMaps(kind, 7);
  }

  /// Writes, overwrites and deletes.
  private void change(Volume volume, Map<Integer, String> model, int steps) {
    for (int step = 0; step < steps; step++) {
      int id = 1 + random.nextInt(IDS);
      if (random.nextInt(4) == 0) {
        DeleteResult result = TestVolumes.delete(volume, new NeedleDelete(TestVolumes.key(id)));
        boolean there = model.remove(id) != null;
        assertThat(result)
            .isInstanceOf(there ? DeleteResult.Deleted.class : DeleteResult.NotFound.class);
      } else {
        String body = "body " + random.nextInt(1000);
        assertThat(TestVolumes.write(volume, TestVolumes.needle(id, body)))
            .isInstanceOfAny(WriteResult.Written.class, WriteResult.Unchanged.class);
        model.put(id, body);
      }
    }
  }

  private static void requireSame(Volume volume, Map<Integer, String> model) {
    for (int id = 1; id <= IDS; id++) {
      String body = model.get(id);
      String read = TestVolumes.read(volume, id);
      if (body == null) {
        assertThat(read).as("needle " + id).isIn("NotFound", "Deleted");
      } else {
        assertThat(read).as("needle " + id).isEqualTo(body);
      }
    }
  }

  private static NeedleMap mapOf(Volume volume) {
    VolumeFiles files = volume.retainFiles();
    try {
      return files.map();
    } finally {
      files.release();
    }
  }

  private static void mark(Volume volume, boolean deletesPass) {
    volume.exclusively(change -> change.changeInfo(info -> info.withReadOnly(true, deletesPass)));
  }

  @ParameterizedTest
  @EnumSource
  void needlesAreTheSameThroughManyLives(NeedleMaps.Kind kind) {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes volumes = volumes(maps(kind))) {
      Volume volume = volumes.create();
      for (int life = 0; life < 5; life++) {
        change(volume, model, 60);
        requireSame(volume, model);
        volume = volumes.reopen(volume);
        requireSame(volume, model);
      }
      assertThat(mapOf(volume))
          .isInstanceOf(kind == NeedleMaps.Kind.DISK ? DiskNeedleMap.class : MemoryNeedleMap.class);
      TestVolumes.close(volume);
      assertThat(volumes.memory.usedBytes()).isZero();
    }
    assertThat(disk.openFiles()).isZero();
    assertThat(events).noneMatch(VolumeEvent.MapMadeAnew.class::isInstance);
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeThatIsNotWrittenToReadsAndDeletesAndCountsTheSame(NeedleMaps.Kind kind) {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes plain = volumes(NeedleMaps.IN_MEMORY);
        TestVolumes volumes = volumes(maps(kind))) {
      Volume volume = plain.create();
      change(volume, model, 200);
      mark(volume, true);
      Volume expected = plain.reopen(volume);
      VolumeCounters counters = expected.status().counters();
      TestVolumes.close(expected);

      for (int life = 0; life < 3; life++) {
        Volume marked = volumes.open();
        assertThat(marked.state().takesWrites()).isFalse();
        assertThat(mapOf(marked) instanceof SortedFileNeedleMap)
            .isEqualTo(kind == NeedleMaps.Kind.DISK);
        if (life == 0) {
          assertThat(marked.status().counters()).isEqualTo(counters);
        }
        requireSame(marked, model);
        int id = model.keySet().iterator().next();
        assertThat(TestVolumes.delete(marked, new NeedleDelete(TestVolumes.key(id))))
            .isInstanceOf(DeleteResult.Deleted.class);
        model.remove(id);
        requireSame(marked, model);
        TestVolumes.close(marked);
      }
      Volume again = plain.open();
      requireSame(again, model);
      TestVolumes.close(again);
    }
    assertThat(disk.openFiles()).isZero();
  }

  @Test
  void markingWritableGivesAMapThatTakesNeedles() {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes volumes = volumes(ON_DISK)) {
      Volume volume = volumes.create();
      change(volume, model, 100);
      mark(volume, false);
      volume = volumes.reopen(volume);
      assertThat(mapOf(volume)).isInstanceOf(SortedFileNeedleMap.class);
      VolumeCounters before = volume.status().counters();

      assertThat(volume.markWritable()).isEqualTo(new VolumeState.Writable());
      assertThat(mapOf(volume)).isInstanceOf(DiskNeedleMap.class);
      assertThat(volume.status().counters()).isEqualTo(before);
      change(volume, model, 100);
      requireSame(volume, model);
      assertThat(disk.find(SORTED)).as("stale now").isEmpty();
      TestVolumes.close(volume);
    }
    assertThat(disk.openFiles()).isZero();
  }

  @Test
  void aMapOfAnotherIndexIsNoticedAndMadeAnew() {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes volumes = volumes(ON_DISK)) {
      Volume volume = volumes.create();
      change(volume, model, 100);
      volume = volumes.reopen(volume);
      TestVolumes.close(volume);
      byte[] older = content(OWN);
      disk.delete(TestVolumes.PATHS.data());
      model.clear();
      Volume other = volumes.create();
      assertThat(disk.find(OWN)).as("made for the new one").isPresent();
      change(other, model, 150);
      TestVolumes.close(other);
      disk.delete(OWN);
      try (DiskFile file = disk.open(OWN, OpenMode.CREATE_NEW)) {
        file.append(ByteBuffer.allocateDirect(older.length).put(older).flip());
      }
      events.clear();
      other = volumes.open();
      requireSame(other, model);
      TestVolumes.close(other);
    }
    assertThat(events).anyMatch(VolumeEvent.MapMadeAnew.class::isInstance);
  }

  private byte[] content(Path path) {
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
      file.readAt(0, bytes);
      byte[] content = new byte[bytes.flip().remaining()];
      bytes.get(content);
      return content;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVacuumLeavesTheSameNeedlesAndTheKindOfMapThatIsWanted(NeedleMaps.Kind kind) {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes volumes = volumes(maps(kind))) {
      Volume volume = volumes.create();
      Vacuums vacuums = new Vacuums(volumes.environment, new VacuumLimits(0, 64, 1 << 20, 8));
      for (int round = 0; round < 3; round++) {
        change(volume, model, 100);
        assertThat(VacuumFixture.compact(vacuums, volume, VacuumOrder.PLAIN))
            .isInstanceOf(VacuumResult.Compacted.class);
        change(volume, model, 30);
        assertThat(VacuumFixture.commit(vacuums, volume))
            .isInstanceOf(VacuumResult.Committed.class);
        requireSame(volume, model);
        assertThat(mapOf(volume))
            .isInstanceOf(
                kind == NeedleMaps.Kind.DISK ? DiskNeedleMap.class : MemoryNeedleMap.class);
        change(volume, model, 50);
        volume = volumes.reopen(volume);
        requireSame(volume, model);
      }
      TestVolumes.close(volume);
      assertThat(volumes.memory.usedBytes()).isZero();
    }
    assertThat(disk.openFiles()).isZero();
    assertThat(events).noneMatch(VolumeEvent.MapMadeAnew.class::isInstance);
  }

  private static long scattered(long number) {
    return number * 0x9E3779B97F4A7C15L;
  }

  @Test
  void aVacuumTakesNoMemoryForASecondMap() {
    int needles = 6_000;
    try (TestVolumes volumes = volumes(NeedleMaps.IN_MEMORY)) {
      Volume volume = volumes.create();
      for (long id = 1; id <= needles; id++) {
        TestVolumes.write(volume, TestVolumes.needle(scattered(id), "x"));
      }
      volume = volumes.reopen(volume);
      long before = volumes.memory.usedBytes();
      assertThat(before).isGreaterThan(needles * 13L);
      Vacuums vacuums = new Vacuums(volumes.environment, VacuumLimits.DEFAULT);
      long[] most = {0};
      VacuumOrder order =
          VacuumOrder.PLAIN.telling(_ -> most[0] = Math.max(most[0], volumes.memory.usedBytes()));
      assertThat(VacuumFixture.compact(vacuums, volume, order))
          .isInstanceOf(VacuumResult.Compacted.class);
      // What lists the blocks of the new map's file, and the first changes to come.
      assertThat(volumes.memory.usedBytes()).isLessThanOrEqualTo(before + 4 * 4096);
      assertThat(VacuumFixture.commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
      assertThat(most[0]).isPositive().isLessThanOrEqualTo(before + 4 * 4096);
      assertThat(mapOf(volume)).isInstanceOf(MemoryNeedleMap.class);
      assertThat(volumes.memory.usedBytes()).isLessThanOrEqualTo(before * 6 / 5);
      assertThat(TestVolumes.read(volume, scattered(77))).isEqualTo("x");
      TestVolumes.close(volume);
    }
  }

  @Test
  void whereThereIsNoRoomForTheFileMemoryDoes() {
    Map<Integer, String> model = new TreeMap<>();
    try (TestVolumes volumes = volumes(NeedleMaps.IN_MEMORY)) {
      Volume volume = volumes.create();
      change(volume, model, 50);
      TestVolumes.close(volume);
    }
    FaultyDisk full = new FaultyDisk(disk, new SeededRandomness(1), clock::advance);
    full.add(FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), DiskOperation.OPEN).at("**/*.anm.tmp"));
    try (TestVolumes volumes = new TestVolumes(full, clock, events::add, ON_DISK)) {
      Volume volume = volumes.open();
      requireSame(volume, model);
      change(volume, model, 50);
      requireSame(volume, model);
      TestVolumes.close(volume);
    }
    assertThat(events).anyMatch(VolumeEvent.MapInMemory.class::isInstance);
  }

  @Test
  void aMergeThatFailsIsRepeatedAndLosesNothing() {
    Map<Integer, String> model = new TreeMap<>();
    FaultyDisk faulty = new FaultyDisk(disk, new SeededRandomness(1), clock::advance);
    try (TestVolumes volumes = new TestVolumes(faulty, clock, events::add, ON_DISK)) {
      Volume volume = volumes.create();
      change(volume, model, 30);
      long before = disk.find(OWN).orElseThrow().sizeBytes();
      faulty.add(
          FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), DiskOperation.OPEN).at("**/*.anm.tmp"));
      change(volume, model, 60);
      requireSame(volume, model);
      assertThat(events).anyMatch(VolumeEvent.MapMergeFailed.class::isInstance);
      faulty.clear();
      events.clear();
      change(volume, model, 200);
      requireSame(volume, model);
      assertThat(events).isEmpty();
      assertThat(before).isPositive();
      volume = volumes.reopen(volume);
      requireSame(volume, model);
      TestVolumes.close(volume);
    }
    assertThat(disk.openFiles()).isZero();
  }
}
