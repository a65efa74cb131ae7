package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import atoll.sim.SeededRandomness;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random work has the same answers and leaves the same bytes on every disk.
final class SameAnswersTest {

  private static final int SEEDS = 40;
  private static final int STEPS = 150;

  @TempDir private Path directory;

  @Test
  void theSimulatedDiskDoesAsTheNaiveOne() {
    for (long seed = 0; seed < 3 * SEEDS; seed++) {
      requireSame(seed, new SimDisk(), Path.of("/w"));
    }
  }

  @Test
  void theRealDiskDoesAsTheNaiveOne() {
    Disk real = new RealDisk(Events.NONE);
    for (long seed = 0; seed < SEEDS; seed++) {
      requireSame(seed, real, directory.resolve("w" + seed));
    }
  }

  @Test
  void aForkGoesOnAsItsOriginWould() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SimDisk origin = new SimDisk();
      RandomWork.on(origin, Path.of("/w"), seed, STEPS);
      SimDisk fork = origin.fork();
      String before = RandomWork.picture(origin, Path.of("/w"));
      List<String> answers = RandomWork.on(fork, Path.of("/w"), -seed, STEPS);
      assertThat(RandomWork.picture(origin, Path.of("/w"))).as("seed %d", seed).isEqualTo(before);
      assertThat(RandomWork.on(origin, Path.of("/w"), -seed, STEPS))
          .as("seed %d", seed)
          .isEqualTo(answers);
      assertThat(RandomWork.picture(fork.crash(new SeededRandomness(seed)), Path.of("/")))
          .as("seed %d", seed)
          .isEqualTo(RandomWork.picture(origin.crash(new SeededRandomness(seed)), Path.of("/")));
    }
  }

  private static void requireSame(long seed, Disk disk, Path home) {
    NaiveDisk naive = new NaiveDisk();
    assertThat(RandomWork.on(disk, home, seed, STEPS))
        .as("seed %d", seed)
        .isEqualTo(RandomWork.on(naive, home, seed, STEPS));
    assertThat(RandomWork.picture(disk, home))
        .as("seed %d", seed)
        .isEqualTo(RandomWork.picture(naive, home));
  }
}
