package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.CrashPoints;
import atoll.sim.disk.CrashReport;
import atoll.sim.disk.SimDisk;
import atoll.volume.index.IndexRow;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.VolumeInfo;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Indexes whose first rows deletions have overwritten.
class IndexHeadTest {

  private static final int NEEDLES = 6;

  /// Needles 1 to 6, of which 2 is overwritten; then deletions of 8 and 9 over the first rows.
  private static SimDisk overwritten(boolean marked) {
    SimDisk disk = new SimDisk();
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = volumes.create();
      for (int id = 1; id <= NEEDLES; id++) {
        TestVolumes.write(volume, TestVolumes.needle(id, "body " + id));
      }
      TestVolumes.write(volume, TestVolumes.needle(2, "newer body"));
      if (marked) {
        volume.exclusively(change -> change.changeInfo(info -> info.withReadOnly(true, false)));
      }
      TestVolumes.close(volume);
    }
    ByteBuffer rows = ByteBuffer.allocateDirect(2 * OffsetWidth.FOUR.rowBytes());
    IndexRow.tombstone(new NeedleId(8), 0).write(rows, OffsetWidth.FOUR);
    IndexRow.tombstone(new NeedleId(9), 0).write(rows, OffsetWidth.FOUR);
    try (DiskFile index = disk.open(TestVolumes.PATHS.index(), OpenMode.WRITE)) {
      index.writeAt(0, rows.flip());
      index.syncAll();
    }
    return disk;
  }

  private static void requireRestored(Volume volume) {
    for (int id = 1; id <= NEEDLES; id++) {
      assertThat(TestVolumes.read(volume, id)).isEqualTo(id == 2 ? "newer body" : "body " + id);
    }
  }

  @Test
  void whatDeletionsOverwroteIsRestoredOnceWhetherMarkedOrNot() {
    for (boolean marked : new boolean[] {false, true}) {
      SimDisk disk = overwritten(marked);
      long before = disk.find(TestVolumes.PATHS.index()).orElseThrow().sizeBytes();
      try (RecordingEvents events = new RecordingEvents();
          TestVolumes volumes = new TestVolumes(disk, new SimClock(), events)) {
        Volume volume = volumes.open();
        requireRestored(volume);
        assertThat(volume.state().takesWrites()).isEqualTo(!marked);
        volume = volumes.reopen(volume);
        requireRestored(volume);
        assertThat(events.of("volume.repaired")).hasSize(1);
        // Needle 2 has a later row; the lost one of needle 1 alone comes back.
        assertThat(disk.find(TestVolumes.PATHS.index()).orElseThrow().sizeBytes())
            .isEqualTo(before + OffsetWidth.FOUR.rowBytes());
        TestVolumes.close(volume);
      }
    }
  }

  @Test
  @Tag("simulation")
  void aCrashLeavesTheOldOrTheRestoredIndex() throws Exception {
    CrashReport report =
        CrashPoints.of(
                "index head",
                1,
                _ -> VolumeInfo.EMPTY,
                (disk, _) -> open(disk),
                (disk, _) -> open(disk))
            .on(() -> overwritten(false))
            .operationsMax(10_000)
            .run();
    System.out.println(report);
    report.requireNoFailure();
  }

  private static void open(SimDisk disk) {
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = volumes.open();
      requireRestored(volume);
      TestVolumes.close(volume);
    }
  }
}
