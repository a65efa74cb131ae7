package atoll.sim.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CrashPointsTest {

  private static final Path ROOT = Path.of("/");
  private static final Path LOG = Path.of("/log");

  /// What the log must and what it may hold.
  private static final class Ledger {
    private final long seed;
    private String acknowledged = "";
    private String begun = "";

    Ledger(long seed) {
      this.seed = seed;
    }
  }

  private static void log(SimDisk disk, Ledger ledger, boolean synced) {
    try (DiskFile file = disk.open(LOG, OpenMode.CREATE)) {
      disk.syncDirectory(ROOT);
      for (int record = 0; record < 5; record++) {
        ledger.begun += "record " + (ledger.seed + record) + "\n";
        file.append(Buffers.of("record " + (ledger.seed + record) + "\n"));
        if (synced) {
          file.syncData();
        }
        ledger.acknowledged = ledger.begun;
      }
    }
  }

  private static void requireAcknowledged(SimDisk found, Ledger ledger) {
    String text = found.find(LOG).isPresent() ? textOf(found) : "";
    assertThat(text).startsWith(ledger.acknowledged);
    assertThat(text.length()).isLessThanOrEqualTo(ledger.begun.length());
  }

  private static String textOf(SimDisk disk) {
    try (DiskFile file = disk.open(LOG, OpenMode.READ)) {
      return Buffers.text(file);
    }
  }

  @Test
  void aLogThatSyncsBeforeItAcknowledgesHoldsAtEveryCrash() throws Exception {
    CrashReport report =
        CrashPoints.of(
                "log",
                7,
                Ledger::new,
                (disk, ledger) -> log(disk, ledger, true),
                CrashPointsTest::requireAcknowledged)
            .luckPerPoint(5)
            .run()
            .requireNoFailure();
    assertThat(report.mutations()).isEqualTo(12);
    assertThat(report.crashes()).isEqualTo(5 * (2 * 12 + 5));
    assertThat(report.operations()).isBetween(100L, 1000L);
  }

  @Test
  void aLogThatDoesNotSyncIsFoundOutAndEachFailureReplaysFromItsLine() throws Exception {
    CrashPoints<Ledger> crashes =
        CrashPoints.of(
                "careless-log",
                7,
                Ledger::new,
                (disk, ledger) -> log(disk, ledger, false),
                CrashPointsTest::requireAcknowledged)
            .luckPerPoint(3);
    CrashReport report = crashes.run();
    assertThat(report.failures()).isNotEmpty();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(report::requireNoFailure)
        .withMessageContaining(report.failures().getFirst().replayProperty());
    for (CrashFailure failure : report.failures()) {
      CrashFailure again = crashes.replay(failure.point()).failures().getFirst();
      assertThat(again.cause()).hasMessage(failure.cause().getMessage());
      assertThat(CrashPoint.parse(failure.point().toString())).isEqualTo(failure.point());
    }
  }

  @Test
  void theReplayPropertyReplaysOneCrash() throws Exception {
    CrashPoints<Ledger> crashes =
        CrashPoints.of(
            "property-log",
            7,
            Ledger::new,
            (disk, ledger) -> log(disk, ledger, false),
            CrashPointsTest::requireAcknowledged);
    CrashFailure failure = crashes.luckPerPoint(3).run().failures().getFirst();
    String[] property = failure.replayProperty().substring(2).split("=", 2);
    System.setProperty(property[0], property[1]);
    try {
      CrashReport report = crashes.run();
      assertThat(report.crashes()).isEqualTo(1);
      assertThat(report.failures().getFirst().point()).isEqualTo(failure.point());
    } finally {
      System.clearProperty(property[0]);
    }
  }

  @Test
  void forksAndReplaysFromZeroFindTheSameDisks() throws Exception {
    List<String> forked = new ArrayList<>();
    List<String> replayed = new ArrayList<>();
    CrashReport one = crashes(forked).run().requireNoFailure();
    CrashReport two = crashes(replayed).runFromZero().requireNoFailure();
    assertThat(forked).hasSizeGreaterThan(100).isEqualTo(replayed);
    assertThat(two.crashes()).isEqualTo(one.crashes());
    assertThat(two.operations()).isGreaterThan(one.operations());
  }

  private static CrashPoints<Long> crashes(List<String> found) {
    return CrashPoints.of(
            "mixture",
            3,
            seed -> seed,
            (disk, seed) -> RandomWork.on(disk, Path.of("/w"), seed, 60),
            (disk, _) -> found.add(RandomWork.picture(disk, ROOT)))
        .luckPerPoint(2);
  }

  @Test
  void tooManyOperationsAreRefused() {
    CrashPoints<Ledger> crashes =
        CrashPoints.of(
                "long-log",
                7,
                Ledger::new,
                (disk, ledger) -> log(disk, ledger, true),
                CrashPointsTest::requireAcknowledged)
            .operationsMax(20);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(crashes::run)
        .withMessageContaining("allowed are 20");
  }

  @Test
  void aRecoveryCanBeCrashedInItsTurn() throws Exception {
    CrashReport[] inner = new CrashReport[1];
    CrashPoints.of(
            "outer",
            1,
            Ledger::new,
            (disk, ledger) -> log(disk, ledger, true),
            (found, ledger) -> {
              if (ledger.acknowledged.length() > 20) {
                String must = ledger.acknowledged;
                inner[0] =
                    CrashPoints.of(
                            "inner",
                            1,
                            seed -> seed,
                            (disk, _) -> disk.rename(LOG, Path.of("/log.old")),
                            (disk, _) -> assertThat(RandomWork.picture(disk, ROOT)).contains("log"))
                        .on(found::fork)
                        .run()
                        .requireNoFailure();
                assertThat(textOf(found)).startsWith(must);
              }
            })
        .run()
        .requireNoFailure();
    assertThat(inner[0].crashes()).isEqualTo(2);
  }
}
