package atoll.volume;

import static atoll.volume.TestVolumes.delete;
import static atoll.volume.TestVolumes.key;
import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Bytes;
import atoll.sim.RecordingEvents;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.CompactionRevision;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// A volume with garbage to vacuum, whose work runs where it is asked for, and the steps of that.
abstract class VacuumFixture {

  static final VacuumLimits LIMITS = new VacuumLimits(0, 256, 2 << 20, 8);

  final SimClock clock = new SimClock();
  final SimDisk disk = new SimDisk(clock);
  final RecordingEvents events = new RecordingEvents();
  final TestVolumes volumes = new TestVolumes(disk, clock, events);
  final Vacuums vacuums = new Vacuums(volumes.environment, LIMITS);

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

  final VacuumResult compact(Volume volume) {
    return compact(vacuums, volume, VacuumOrder.PLAIN);
  }

  final void vacuum(Volume volume) {
    assertThat(compact(volume)).isInstanceOf(VacuumResult.Compacted.class);
    assertThat(commit(vacuums, volume)).isInstanceOf(VacuumResult.Committed.class);
  }

  /// An order whose pauses, one after each needle, do something.
  final VacuumOrder pausing(Runnable work) {
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

  final Volume filled(FormatVersion version, OffsetWidth width) {
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

  static void requireFilled(Volume volume) {
    for (int id = 1; id <= 20; id++) {
      String expected = id == 7 ? "" : id == 15 ? "fifteen, anew" : "needle " + id;
      assertThat(read(volume, id))
          .isIn(id == 7 ? List.of("NotFound", "Deleted") : List.of(expected));
    }
    assertThat(read(volume, 30)).isEmpty();
    assertThat(read(volume, 31)).isEqualTo("x".repeat(3_000_000));
  }
}
