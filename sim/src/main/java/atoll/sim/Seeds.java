package atoll.sim;

import java.nio.file.Path;
import java.time.Duration;

/// Runs a test over many seeds. Tests that use it carry `@Tag("simulation")`.
///
/// ```java
/// @Test
/// @Tag("simulation")
/// void anAcknowledgedWriteSurvives() {
///   Seeds.check(200, seed -> Simulation.run(seed, world -> …));
/// }
/// ```
///
/// Without properties the seeds are 1, 2, 3 … up to the count, so a build is repeatable. With
/// `-Datoll.seed=N` only that seed runs. With `-Datoll.minutes=M` (fractions allowed) each check
/// runs fresh seeds until its M minutes are over. The first failure ends the check with one line
/// that names the seed and the command that replays it.
public final class Seeds {

  private Seeds() {}

  /// A test for one seed.
  @FunctionalInterface
  public interface SeedTest {
    void run(long seed) throws Exception;
  }

  /// Runs `test` for `count` seeds, or for those that the system properties ask for.
  public static void check(int count, SeedTest test) {
    check(Order.fromProperties(count), test);
  }

  static void check(Order order, SeedTest test) {
    switch (order) {
      case Order.One one -> run(one.seed(), test);
      case Order.First first -> {
        for (long seed = 1; seed <= first.count(); seed++) {
          run(seed, test);
        }
      }
      case Order.Campaign campaign -> {
        SeededRandomness fresh = new SeededRandomness(System.nanoTime());
        long begin = System.nanoTime();
        do {
          run(fresh.nextLong() >>> 16, test);
        } while (System.nanoTime() - begin < campaign.time().toNanos());
      }
    }
  }

  /// The command that replays a seed in the room whose tests are running.
  public static String replayCommand(long seed) {
    Path room = Path.of(System.getProperty("user.dir", "")).getFileName();
    return "./check sim " + (room == null ? "ROOM" : room) + " --seed " + seed;
  }

  private static void run(long seed, SeedTest test) {
    try {
      test.run(seed);
    } catch (Exception | Error failure) {
      throw new AssertionError(
          "seed "
              + seed
              + " failed, replay with: "
              + replayCommand(seed)
              + " : "
              + String.valueOf(failure).lines().findFirst().orElse(""),
          failure);
    }
  }

  /// Which seeds are wanted.
  sealed interface Order {
    record One(long seed) implements Order {}

    record First(int count) implements Order {}

    record Campaign(Duration time) implements Order {}

    static Order fromProperties(int count) {
      return from(
          count, System.getProperty("atoll.seed", ""), System.getProperty("atoll.minutes", ""));
    }

    static Order from(int count, String seed, String minutes) {
      try {
        if (!seed.isBlank()) {
          return new One(Long.parseLong(seed.strip()));
        }
        if (!minutes.isBlank()) {
          return new Campaign(
              Duration.ofMillis(Math.round(Double.parseDouble(minutes.strip()) * 60_000)));
        }
        return new First(count);
      } catch (NumberFormatException bad) {
        throw new IllegalArgumentException(
            "atoll.seed=" + seed + " atoll.minutes=" + minutes + ": give a whole number or minutes",
            bad);
      }
    }
  }
}
