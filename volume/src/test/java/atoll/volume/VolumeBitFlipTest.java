package atoll.volume;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.sim.SeededRandomness;
import atoll.sim.Seeds;
import atoll.sim.SimClock;
import atoll.sim.disk.SimDisk;
import atoll.volume.files.VolumeFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One bit is wrong somewhere in the files of a volume.
class VolumeBitFlipTest {

  /// What each needle ever held. An index has no checksum, so a row that rots away may bring back
  /// what the same needle held before; nothing else may ever be read.
  private static final Map<Integer, Set<String>> EVER =
      Map.of(
          1, Set.of("the first", "the first, anew"),
          2, Set.of("the second"),
          3, Set.of("the third"),
          4, Set.of(""),
          5, Set.of("five ".repeat(60)),
          6, Set.of());

  private static final Set<String> REFUSALS =
      Set.of("NotFound", "Deleted", "CookieMismatch", "Corrupt", "Expired");

  private static SimDisk filled() {
    SimDisk disk = new SimDisk();
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume = volumes.create();
      TestVolumes.write(volume, TestVolumes.needle(1, "the first"));
      TestVolumes.write(volume, TestVolumes.needle(2, "the second"));
      TestVolumes.write(volume, TestVolumes.needle(3, "the third"));
      TestVolumes.write(volume, TestVolumes.needle(1, "the first, anew"));
      TestVolumes.write(volume, TestVolumes.needle(4, ""));
      TestVolumes.delete(volume, new NeedleDelete(TestVolumes.key(3)));
      TestVolumes.write(volume, TestVolumes.needle(5, "five ".repeat(60)));
      TestVolumes.close(volume);
    }
    return disk;
  }

  private static void flip(SimDisk disk, Path path, long bit) {
    try (DiskFile file = disk.open(path, OpenMode.WRITE)) {
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      file.readAt(bit / 8, one);
      one.put(0, (byte) (one.get(0) ^ 1 << bit % 8));
      file.writeAt(bit / 8, one.flip());
    }
  }

  private static void requireNothingWrong(Volume volume, int id) {
    String read = TestVolumes.read(volume, id);
    assertThat(Objects.requireNonNull(EVER.get(id)).contains(read) || REFUSALS.contains(read))
        .as("needle %d reads %s", id, read)
        .isTrue();
  }

  private static void requireNothingWrong(SimDisk disk) {
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE)) {
      Volume volume;
      try {
        volume = volumes.open();
      } catch (AtollException refused) {
        // A super block that says nonsense: the volume is refused, the process goes on.
        assertThat(refused.fault()).isEqualTo(Fault.CORRUPT);
        assertThat(disk.openFiles()).isZero();
        return;
      }
      for (int round = 0; round < 2; round++) {
        EVER.keySet().forEach(id -> requireNothingWrong(volume, id));
        // And it takes a write, or refuses it.
        TestVolumes.write(volume, TestVolumes.needle(7, "after"));
        assertThat(TestVolumes.read(volume, 7)).isIn("after", "NotFound", "Corrupt");
      }
      TestVolumes.close(volume);
    }
  }

  @Test
  @Tag("simulation")
  void neverGivesWrongDataAndNeverStopsTheProcess() {
    SimDisk filled = filled();
    List<Path> files =
        List.of(TestVolumes.PATHS.data(), TestVolumes.PATHS.index(), TestVolumes.PATHS.info());
    Seeds.check(
        60,
        seed -> {
          SeededRandomness chance = new SeededRandomness(seed);
          for (Path path : files) {
            long bits = filled.find(path).map(DiskEntry::sizeBytes).orElseThrow() * 8;
            SimDisk disk = filled.fork();
            flip(disk, path, chance.nextLong(bits));
            requireNothingWrong(disk);
          }
        });
  }

  /// One opening for each bit of a file that is small.
  private static void flipEach(SimDisk filled, Path path, Consumer<SimDisk> then) {
    long bits = filled.find(path).map(DiskEntry::sizeBytes).orElseThrow() * 8;
    assertThat(bits).isPositive();
    for (long bit = 0; bit < bits; bit++) {
      SimDisk disk = filled.fork();
      flip(disk, path, bit);
      then.accept(disk);
    }
  }

  @Test
  void neitherDoesAnyBitOfTheInfoFile() {
    flipEach(filled(), TestVolumes.PATHS.info(), VolumeBitFlipTest::requireNothingWrong);
  }

  @Test
  void neitherDoesAnyBitOfTheSortedIndex() {
    SimDisk disk = filled();
    NeedleMaps onDisk = new NeedleMaps(NeedleMaps.Kind.DISK, 3);
    try (TestVolumes volumes = new TestVolumes(disk, new SimClock(), Events.NONE, onDisk)) {
      Volume volume = volumes.open();
      volume.exclusively(change -> change.changeInfo(info -> info.withReadOnly(true, true)));
      TestVolumes.close(volumes.reopen(volume));
    }
    flipEach(
        disk,
        TestVolumes.PATHS.of(VolumeFile.SORTED_INDEX),
        flipped -> {
          try (TestVolumes volumes =
              new TestVolumes(flipped, new SimClock(), Events.NONE, onDisk)) {
            Volume volume = volumes.open();
            EVER.keySet().forEach(id -> requireNothingWrong(volume, id));
            // A deletion finds its row, or says that there is none.
            TestVolumes.delete(volume, new NeedleDelete(TestVolumes.key(2)));
            EVER.keySet().forEach(id -> requireNothingWrong(volume, id));
            TestVolumes.close(volume);
          }
        });
  }

  @Test
  void neitherDoesABitOfTheSuperBlockOrOfTheLastRow() {
    SimDisk filled = filled();
    long indexBits =
        filled.find(TestVolumes.PATHS.index()).map(DiskEntry::sizeBytes).orElseThrow() * 8;
    for (int bit = 0; bit < 64; bit++) {
      SimDisk one = filled.fork();
      flip(one, TestVolumes.PATHS.data(), bit);
      requireNothingWrong(one);
    }
    for (long bit = indexBits - 128; bit < indexBits; bit++) {
      SimDisk other = filled.fork();
      flip(other, TestVolumes.PATHS.index(), bit);
      requireNothingWrong(other);
    }
  }
}
