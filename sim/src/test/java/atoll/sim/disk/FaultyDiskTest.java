package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.SeededRandomness;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultyDiskTest {

  private static final Path ROOT = Path.of("/");
  private static final Path DAT = Path.of("/1.dat");
  private static final Path IDX = Path.of("/1.idx");

  private final SimDisk truth = new SimDisk();
  private final List<Duration> pauses = new ArrayList<>();
  private final FaultyDisk disk = new FaultyDisk(truth, new SeededRandomness(5), pauses::add);

  private static void assertFault(Fault fault, ThrowingCallable call) {
    assertThatExceptionOfType(AtollException.class)
        .isThrownBy(call)
        .satisfies(thrown -> assertThat(thrown.fault()).isEqualTo(fault));
  }

  private static String text(DiskFile file) {
    return Buffers.read(file, 0, 100).toUtf8();
  }

  private static void everything(FaultyDisk disk, DiskFile file, DiskFile other) {
    disk.open(IDX, OpenMode.CREATE).close();
    disk.rename(IDX, Path.of("/2.idx"));
    disk.delete(Path.of("/2.idx"));
    disk.list(ROOT);
    disk.find(DAT);
    disk.setModified(DAT, Instant.EPOCH);
    disk.createDirectories(Path.of("/d"));
    disk.syncDirectory(ROOT);
    disk.lock(Path.of("/lock")).close();
    disk.space(ROOT);
    file.append(Buffers.of("ab"));
    file.writeAt(0, Buffers.of("cd"));
    file.readAt(0, ByteBuffer.allocateDirect(1));
    file.readAtIfCached(0, ByteBuffer.allocateDirect(1));
    file.size();
    file.preallocate(0, 10);
    file.copyTo(other, 0, 2, 0);
    file.syncData();
    file.syncAll();
    file.truncate(0);
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationCanFailAndAWriteThatFailsIsNotDone(DiskOperation operation) {
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE);
        DiskFile other = disk.open(Path.of("/other"), OpenMode.CREATE)) {
      disk.add(FaultRule.of(new Misdeed.Fail(Fault.NO_SPACE), operation).times(1));
      assertFault(Fault.NO_SPACE, () -> everything(disk, file, other));
      assertThat(disk.inflicted())
          .extracting(FaultyDisk.Inflicted::operation)
          .containsExactly(operation);
      everything(disk, file, other);
    }
  }

  @Test
  void aRuleHoldsForItsPathsAfterItsCountAndSoOftenAsItSays() {
    disk.add(
        FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.APPEND)
            .at("**.idx")
            .after(2)
            .times(1));
    try (DiskFile dat = disk.open(DAT, OpenMode.CREATE);
        DiskFile idx = disk.open(IDX, OpenMode.CREATE)) {
      for (int index = 0; index < 5; index++) {
        dat.append(Buffers.of("d"));
      }
      idx.append(Buffers.of("1"));
      idx.append(Buffers.of("2"));
      assertFault(Fault.IO, () -> idx.append(Buffers.of("3")));
      idx.append(Buffers.of("4"));
      assertThat(text(idx)).isEqualTo("124");
      assertThat(text(dat)).isEqualTo("ddddd");
    }
  }

  @Test
  void aChanceIsDrawnFromTheSeed() {
    List<Boolean> first = failuresWithAChance(1);
    assertThat(first).contains(true, false).isEqualTo(failuresWithAChance(1));
    assertThat(failuresWithAChance(2)).isNotEqualTo(first);
  }

  private static List<Boolean> failuresWithAChance(long seed) {
    FaultyDisk disk = new FaultyDisk(new SimDisk(), new SeededRandomness(seed), _ -> {});
    disk.add(FaultRule.of(new Misdeed.Fail(Fault.IO), DiskOperation.LIST).chance(0.5));
    List<Boolean> failures = new ArrayList<>();
    for (int index = 0; index < 50; index++) {
      try {
        disk.list(ROOT);
        failures.add(false);
      } catch (AtollException failed) {
        failures.add(true);
      }
    }
    return failures;
  }

  @Test
  void aWriteCanFailHalfway() {
    disk.add(FaultRule.of(new Misdeed.FailHalfway(Fault.IO)));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE);
        DiskFile other = disk.open(IDX, OpenMode.CREATE)) {
      assertFault(Fault.IO, () -> file.append(Buffers.of("abc"), Buffers.of("def")));
      assertThat(text(file)).isEqualTo("abc");
      assertFault(Fault.IO, () -> file.writeAt(1, Buffers.of("1234")));
      assertThat(text(file)).isEqualTo("a12");
      assertFault(Fault.IO, () -> file.copyTo(other, 0, 2, 0));
      assertThat(text(other)).isEqualTo("a");
    }
  }

  @Test
  void anOperationCanFailAlthoughItIsDone() {
    disk.add(FaultRule.of(new Misdeed.FailAfterwards(Fault.IO)));
    assertFault(Fault.IO, () -> disk.open(DAT, OpenMode.CREATE));
    assertFault(Fault.IO, () -> disk.createDirectories(Path.of("/d")));
    assertFault(Fault.IO, () -> disk.rename(DAT, IDX));
    assertThat(truth.list(ROOT)).extracting(entry -> entry.name()).containsExactly("1.idx", "d");
    assertThat(truth.openFiles()).isZero();
  }

  @Test
  void slownessLetsTimePassThroughTheHook() {
    disk.add(
        FaultRule.of(new Misdeed.Slow(Duration.ofMillis(30)), DiskOperation.SYNC_DATA).times(2));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.syncData();
      file.syncAll();
      file.syncData();
      file.syncData();
    }
    assertThat(pauses).containsExactly(Duration.ofMillis(30), Duration.ofMillis(30));
  }

  @Test
  void aReadCanHaveAWrongBitWhileTheDiskIsRight() {
    disk.add(FaultRule.of(new Misdeed.FlipBit(), DiskOperation.READ_AT));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.append(Buffers.of("\0".repeat(20)));
      assertThat(bitsSet(Buffers.read(file, 3, 10).toArray())).isEqualTo(1);
      disk.enable(false);
      assertThat(bitsSet(Buffers.all(file).toArray())).isZero();
    }
  }

  @Test
  void aWriteCanLeaveAWrongBitOnTheDiskWithinItsRange() {
    disk.add(FaultRule.of(new Misdeed.FlipBit(), DiskOperation.APPEND, DiskOperation.WRITE_AT));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.append(Buffers.of("\0\0\0"), Buffers.of("\0\0"));
      assertThat(bitsSet(Buffers.all(file).toArray())).isEqualTo(1);
      file.writeAt(5, Buffers.of("\0\0"));
      assertThat(bitsSet(Buffers.read(file, 0, 5).toArray())).isEqualTo(1);
      assertThat(bitsSet(Buffers.read(file, 5, 2).toArray())).isEqualTo(1);
      assertThat(file.size()).isEqualTo(7);
    }
  }

  @Test
  void aCertainBitCanBeFlippedForGood() {
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.append(Buffers.of("\0\0\0"));
      disk.flipBit(DAT, 9);
      assertThat(Buffers.all(file).toHex()).isEqualTo("000200");
      disk.flipBit(DAT, 9);
      assertThat(Buffers.all(file).toHex()).isEqualTo("000000");
    }
  }

  private static int bitsSet(byte[] bytes) {
    int bits = 0;
    for (byte each : bytes) {
      bits += Integer.bitCount(each & 0xFF);
    }
    return bits;
  }

  @Test
  void aFileCanSeemCut() {
    disk.add(FaultRule.of(new Misdeed.SeemCut(4)));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE);
        DiskFile other = disk.open(IDX, OpenMode.CREATE)) {
      file.append(Buffers.of("0123456789"));
      assertThat(file.size()).isEqualTo(4);
      ByteBuffer target = ByteBuffer.allocateDirect(9);
      assertThat(file.readAt(1, target)).isEqualTo(3);
      assertThat(target.limit()).isEqualTo(9);
      assertThat(file.readAt(4, target)).isZero();
      assertThat(file.copyTo(other, 0, 9, 0)).isEqualTo(4);
      disk.clear();
      assertThat(text(file)).isEqualTo("0123456789");
    }
  }

  @Test
  void aColdCacheSaysSoAndLeavesTheTarget() {
    disk.add(FaultRule.of(new Misdeed.Cold()).times(1));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.append(Buffers.of("x"));
      ByteBuffer target = ByteBuffer.allocateDirect(1);
      assertThat(file.readAtIfCached(0, target)).isEqualTo(DiskFile.WOULD_WAIT);
      assertThat(target.position()).isZero();
      assertThat(file.readAtIfCached(0, target)).isEqualTo(1);
    }
  }

  @Test
  void aFailedSyncForgetsWhatWasNotSyncedAndTheNextOneSucceeds() {
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      disk.syncDirectory(ROOT);
      file.append(Buffers.of("old"));
      file.syncData();
      file.append(Buffers.of("new"));
      disk.add(FaultRule.of(new Misdeed.FailAndForget(), DiskOperation.SYNC_DATA).times(1));
      assertFault(Fault.IO, file::syncData);
      file.syncData();
      assertThat(text(file)).isEqualTo("old\0\0\0");
    }
    for (long seed = 0; seed < 20; seed++) {
      assertThat(RandomWork.picture(truth.crash(new SeededRandomness(seed)), ROOT))
          .contains("1.dat 6 ");
    }
  }

  @Test
  void aPretendedSyncSyncsNothing() {
    disk.add(FaultRule.of(new Misdeed.PretendSync()));
    try (DiskFile file = disk.open(DAT, OpenMode.CREATE)) {
      file.append(Buffers.of("lost"));
      file.syncAll();
      disk.syncDirectory(ROOT);
    }
    boolean lost = false;
    for (long seed = 0; seed < 20; seed++) {
      lost |= truth.crash(new SeededRandomness(seed)).list(ROOT).isEmpty();
    }
    assertThat(lost).isTrue();
  }

  @Test
  void aMisdeedThatCannotHappenToAnOperationIsRefused() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> FaultRule.of(new Misdeed.Cold(), DiskOperation.RENAME));
  }
}
