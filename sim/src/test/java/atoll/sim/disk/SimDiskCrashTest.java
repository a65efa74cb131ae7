package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import java.util.HashSet;
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
    SimDisk next = disk.crash(Seeds.of(1));
    assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(file::size);
    assertThatExceptionOfType(SimulatedCrash.class).isThrownBy(() -> disk.list(Path.of("/")));
    file.close();
    assertThat(next.list(Path.of("/"))).hasSizeLessThan(2);
    assertThat(next.openFiles()).isZero();
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
      found.add(look.apply(disk.crash(Seeds.of(seed))));
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
