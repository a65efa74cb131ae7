package atoll.volume;

import static atoll.volume.TestVolumes.needle;
import static atoll.volume.TestVolumes.read;
import static atoll.volume.TestVolumes.write;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.OffsetWidth;
import atoll.volume.superblock.FormatVersion;
import atoll.volume.vacuum.VacuumLimits;
import atoll.volume.vacuum.VacuumOrder;
import atoll.volume.vacuum.VacuumResult;
import atoll.volume.vacuum.Vacuums;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Vacuums that end before they have changed anything.
class VacuumRefusalTest extends VacuumFixture {

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
}
