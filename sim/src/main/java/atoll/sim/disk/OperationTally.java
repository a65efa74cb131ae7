package atoll.sim.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/// Counts what crash simulations take: the operations of every life that is to be crashed and of
/// every disk found after a crash, forks and replays included. The sum of this process is left
/// beside the test reports of its room when it ends: `./check` adds up all rooms and holds them
/// against what it may take. Runs for one seed or for a time are not counted. Shared.
final class OperationTally {

  private static final LongAdder ALL = new LongAdder();

  private static final String FILE = "simulated-operations.txt";

  static {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(OperationTally::leave));
  }

  private OperationTally() {}

  static void count() {
    ALL.increment();
  }

  static long sum() {
    return ALL.sum();
  }

  private static void leave() {
    Path reports = Path.of(System.getProperty("user.dir", ""), "target", "surefire-reports");
    boolean campaign =
        !System.getProperty("atoll.seed", "").isBlank()
            || !System.getProperty("atoll.minutes", "").isBlank();
    if (!campaign && Files.isDirectory(reports)) {
      try {
        Files.writeString(reports.resolve(FILE), sum() + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
