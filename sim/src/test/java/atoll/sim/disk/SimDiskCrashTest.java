package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.sim.SeededRandomness;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a power loss leaves. Each test goes through the seeds from 0 on, so what it saw once it
/// sees always.
final class SimDiskCrashTest {

  private static final int SEEDS = 300;
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");

  @Test
  void whatWasSyncedSurvives() {
    Set<String> found =
        outcomes(
            disk -> {
              try (DiskFile file = disk.open(A, OpenMode.CREATE_NEW)) {
                file.append(Buffers.of("synced"));
                file.syncData();
              }
              disk.syncDirectory(Path.of("/"));
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactly("a=synced ");
  }

  @Test
  void anUnsyncedNameIsThereOrNot() {
    Set<String> found =
        outcomes(
            disk -> {
              try (DiskFile file = disk.open(A, OpenMode.CREATE_NEW)) {
                file.append(Buffers.of("synced"));
                file.syncData();
              }
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactlyInAnyOrder("", "a=synced ");
  }

  @Test
  void anUnsyncedRenameIsWhollyOldOrWhollyNew() {
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, "new");
              durable(disk, B, "old");
              disk.rename(A, B);
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactlyInAnyOrder("a=new b=old ", "b=new ");
  }

  @Test
  void anUnsyncedDeletionMayBeUndone() {
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, "kept");
              disk.delete(A);
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactlyInAnyOrder("", "a=kept ");
  }

  @Test
  void everythingOfTheOldLifeIsDead() {
    SimDisk disk = new SimDisk();
    DiskFile file = disk.open(A, OpenMode.CREATE_NEW);
    SimDisk next = disk.crash(new SeededRandomness(1));
    assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::size);
    assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> disk.list(Path.of("/")));
    file.close();
    assertThat(next.list(Path.of("/"))).hasSizeLessThan(2);
    assertThat(next.openFiles()).isZero();
  }

  @Test
  void aSectorIsFoundAsItWasAtSomeMomentAndAWriteNeverLeavesItsRange() {
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, ".".repeat(2048));
              try (DiskFile file = disk.open(A, OpenMode.WRITE)) {
                file.writeAt(256, Buffers.of("1".repeat(1024)));
                file.writeAt(768, Buffers.of("2".repeat(512)));
              }
            },
            disk -> sketch(disk, 256));
    assertThat(found)
        .contains(
            "........", ".1122...", ".1111...", ".1......", "..11....", "..12....", "....2...")
        .allMatch(sketch -> sketch.length() == 8)
        .allMatch(sketch -> sketch.charAt(0) == '.' && sketch.endsWith(".."));
  }

  @Test
  void anUnsyncedAppendIsFoundWithAnyLengthAndZerosWhereNothingArrived() {
    Set<Long> lengths = new HashSet<>();
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, "d".repeat(1000));
              try (DiskFile file = disk.open(A, OpenMode.WRITE)) {
                file.append(Buffers.of("n".repeat(1000)));
              }
            },
            disk -> {
              lengths.add(disk.find(A).orElseThrow().sizeBytes());
              return runs(disk);
            });
    assertThat(lengths).allMatch(length -> length >= 1000 && length <= 2000).hasSizeGreaterThan(50);
    assertThat(found).contains("d", "dn", "d0", "d0n", "dn0").allMatch(run -> run.startsWith("d"));
  }

  @Test
  void aCutThatSurvivedTakesItsBytesWithIt() {
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, "s".repeat(3000));
              try (DiskFile file = disk.open(A, OpenMode.WRITE)) {
                file.truncate(1000);
                file.append(Buffers.of("n".repeat(2000)));
              }
            },
            SimDiskCrashTest::runs);
    assertThat(found).contains("s", "sn", "s0", "s0n").noneMatch(run -> run.contains("ns"));
  }

  @Test
  void changesOfDifferentNamesSurviveInAnySet() {
    Set<String> found =
        outcomes(
            disk -> {
              disk.open(A, OpenMode.CREATE_NEW).close();
              disk.open(B, OpenMode.CREATE_NEW).close();
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactlyInAnyOrder("", "a= ", "b= ", "a= b= ");
  }

  @Test
  void changesOfOneNameSurviveInTheirOrder() {
    Set<String> found =
        outcomes(
            disk -> {
              durable(disk, A, "1");
              durable(disk, B, "2");
              disk.rename(A, B);
              disk.rename(B, Path.of("/c"));
            },
            SimDiskCrashTest::everything);
    assertThat(found).containsExactlyInAnyOrder("a=1 b=2 ", "b=1 ", "c=1 ");
  }

  @Test
  void aMoveBetweenDirectoriesIsWholeAndSyncingEitherMakesItDurable() {
    for (Path synced : List.of(Path.of("/"), Path.of("/d"))) {
      Set<String> found =
          outcomes(
              disk -> {
                durable(disk, A, "1");
                disk.createDirectories(Path.of("/d"));
                disk.rename(A, Path.of("/d/a"));
                disk.syncDirectory(synced);
              },
              disk -> RandomWork.picture(disk, Path.of("/")));
      assertThat(found).hasSize(1).allMatch(picture -> picture.startsWith("d/\n  a 1 "));
    }
  }

  @Test
  void aNewDirectoryNeedsItsParentSynced() {
    Set<String> found =
        outcomes(
            disk -> {
              disk.createDirectories(Path.of("/d"));
              disk.open(Path.of("/d/a"), OpenMode.CREATE_NEW).close();
              disk.syncDirectory(Path.of("/d"));
            },
            disk -> disk.find(Path.of("/d/a")).isPresent() + " " + disk.list(Path.of("/")).size());
    assertThat(found).containsExactlyInAnyOrder("true 1", "false 0");
  }

  @Test
  void randomWorkKeepsWhatWasSyncedAtItsEnd() {
    for (long seed = 0; seed < 30; seed++) {
      SimDisk disk = new SimDisk();
      RandomWork.on(disk, Path.of("/w"), seed, 80);
      syncAll(disk, Path.of("/"));
      String before = RandomWork.picture(disk, Path.of("/"));
      assertThat(RandomWork.picture(disk.crash(new SeededRandomness(seed)), Path.of("/")))
          .as("seed %d", seed)
          .isEqualTo(before);
    }
  }

  @Test
  void theSameSeedFindsTheSameDisk() {
    for (long seed = 0; seed < 20; seed++) {
      SimDisk one = new SimDisk();
      SimDisk two = new SimDisk();
      RandomWork.on(one, Path.of("/w"), seed, 80);
      RandomWork.on(two, Path.of("/w"), seed, 80);
      assertThat(RandomWork.picture(one.crash(new SeededRandomness(seed)), Path.of("/")))
          .as("seed %d", seed)
          .isEqualTo(RandomWork.picture(two.crash(new SeededRandomness(seed)), Path.of("/")));
    }
  }

  private static void syncAll(SimDisk disk, Path directory) {
    disk.list(directory)
        .forEach(entry -> {
          if (entry.kind() == DiskEntry.Kind.DIRECTORY) {
            syncAll(disk, entry.path());
          } else {
            try (DiskFile file = disk.open(entry.path(), OpenMode.READ)) {
              file.syncAll();
            }
          }
        });
    disk.syncDirectory(directory);
  }

  /// One character for each `step` bytes of /a, zeros as 0.
  private static String sketch(SimDisk disk, int step) {
    try (DiskFile file = disk.open(A, OpenMode.READ)) {
      byte[] bytes = Buffers.all(file).toArray();
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < bytes.length; at += step) {
        text.append(bytes[at] == 0 ? '0' : (char) bytes[at]);
      }
      return text.toString();
    }
  }

  /// The bytes of /a, equal neighbours once.
  private static String runs(SimDisk disk) {
    return sketch(disk, 1).replaceAll("(.)\\1+", "$1");
  }

  private static void durable(SimDisk disk, Path path, String text) {
    try (DiskFile file = disk.open(path, OpenMode.CREATE_NEW)) {
      file.append(Buffers.of(text));
      file.syncAll();
    }
    disk.syncDirectory(Path.of("/"));
  }

  private static <T> Set<T> outcomes(Consumer<SimDisk> scenario, Function<SimDisk, T> look) {
    Set<T> found = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk disk = new SimDisk();
      scenario.accept(disk);
      found.add(look.apply(disk.crash(new SeededRandomness(seed))));
    }
    return found;
  }

  private static String everything(SimDisk disk) {
    StringBuilder text = new StringBuilder();
    disk.list(Path.of("/"))
        .forEach(entry -> {
          try (DiskFile file = disk.open(entry.path(), OpenMode.READ)) {
            text.append(entry.name()).append('=').append(Buffers.text(file)).append(' ');
          }
        });
    return text.toString();
  }
}
