package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SimDiskLimitsTest {

  private static final Path A = Path.of("/a");

  private final SimDisk disk = new SimDisk(new OwnTime(0), 3 * 4096, 2);

  private long free() {
    return disk.space(Path.of("/")).freeBytes();
  }

  private static void assertFault(Fault fault, Runnable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call::run)
        .satisfies(thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }

  @Test
  void aFullDiskTakesWhatFitsAndSaysNoSpace() {
    try (DiskFile file = disk.open(A, OpenMode.CREATE)) {
      file.append(Buffers.random(1, 4096));
      assertThat(free()).isEqualTo(8192);
      assertFault(Fault.NO_SPACE, () -> file.append(Buffers.random(2, 10_000)));
      assertThat(file.size()).isEqualTo(3 * 4096);
      assertThat(free()).isZero();
      file.writeAt(5, Buffers.random(3, 8000));
      file.truncate(1);
      assertThat(free()).isEqualTo(8192);
    }
  }

  @Test
  void reservedRoomIsTakenOnceAndGivenBackByACut() {
    try (DiskFile file = disk.open(A, OpenMode.CREATE);
        DiskFile other = disk.open(Path.of("/b"), OpenMode.CREATE)) {
      file.preallocate(0, 8192);
      assertThat(free()).isEqualTo(4096);
      file.append(Buffers.random(1, 5000));
      assertThat(free()).isEqualTo(4096);
      other.append(Buffers.random(1, 4096));
      assertFault(Fault.NO_SPACE, () -> other.append(Buffers.of("x")));
      assertFault(Fault.NO_SPACE, () -> other.preallocate(0, 5000));
      file.append(Buffers.random(1, 3192));
      file.truncate(0);
      assertThat(free()).isEqualTo(8192);
    }
  }

  @Test
  void aDeletedFileKeepsItsRoomWhileItIsOpen() {
    DiskFile file = disk.open(A, OpenMode.CREATE);
    file.append(Buffers.random(1, 5000));
    disk.delete(A);
    assertThat(free()).isEqualTo(4096);
    file.close();
    assertThat(free()).isEqualTo(3 * 4096);
  }

  @Test
  void aReplacedFileGivesItsRoomBack() {
    try (DiskFile file = disk.open(A, OpenMode.CREATE)) {
      file.append(Buffers.random(1, 5000));
    }
    disk.open(Path.of("/b"), OpenMode.CREATE).close();
    disk.rename(Path.of("/b"), A);
    assertThat(free()).isEqualTo(3 * 4096);
    assertThat(disk.fork().space(Path.of("/")).freeBytes()).isEqualTo(3 * 4096);
  }

  @Test
  void tooManyOpenFilesAreBusy() {
    DiskFile one = disk.open(A, OpenMode.CREATE);
    DiskFile two = disk.open(A, OpenMode.READ);
    assertFault(Fault.BUSY, () -> disk.open(A, OpenMode.READ).close());
    assertFault(Fault.BUSY, () -> disk.open(Path.of("/b"), OpenMode.CREATE).close());
    assertThat(disk.find(Path.of("/b"))).isEmpty();
    two.close();
    disk.open(A, OpenMode.READ).close();
    one.close();
    assertThat(disk.openFiles()).isZero();
  }

  @Test
  void operationsAreCountedReadsApart() {
    try (DiskFile file = disk.open(A, OpenMode.CREATE)) {
      file.append(Buffers.of("x"));
      file.syncData();
      long before = disk.operations();
      assertThat(disk.mutations()).isEqualTo(3);
      Buffers.read(file, 0, 1);
      disk.list(Path.of("/"));
      disk.delete(Path.of("/none"));
      disk.createDirectories(Path.of("/"));
      assertThat(disk.mutations()).isEqualTo(3);
      assertThat(disk.operations()).isEqualTo(before + 2);
    }
  }
}
