package atoll.sim.disk;

import atoll.kit.Check;
import atoll.sim.SeededRandomness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Every crash of a scenario: before, within and after each operation that changes something.
///
/// A scenario works on a disk and writes into a ledger what it was promised: begun here,
/// acknowledged there. After each crash the verdict opens what the machine finds and compares it
/// with the ledger as it stood at that moment. Both must do the same for the same seed.
///
/// [#run()] lives the scenario once and forks the disk at each point, so that n operations cost n
/// and not n² / 2; [#runFromZero()] lives it anew for each crash, so that the product's own way out
/// of a [SimulatedCrash] is walked too. Both find the same disks.
///
/// Immutable; the verdict runs within the scenario's operation, so it must not change the ledger.
///
/// @param <L> the ledger
public final class CrashPoints<L> {

  /// Names one crash to replay alone: `SCENARIO/SEED/OPERATION:MOMENT:SEED`.
  public static final String REPLAY_PROPERTY = "atoll.crash";

  /// After so many failures no more verdicts are asked for.
  public static final int FAILURES_MAX = 20;

  /// What the check of every day may spend on one scenario.
  public static final long OPERATIONS_MAX = 200_000;

  /// Something done on a disk with a ledger beside it.
  @FunctionalInterface
  public interface Step<L> {
    void run(SimDisk disk, L ledger) throws Exception;
  }

  private final String name;
  private final long seed;
  private final LongFunction<L> newLedger;
  private final Step<L> scenario;
  private final Step<L> verdict;
  private final Supplier<SimDisk> newDisk;
  private final int luckPerPoint;
  private final long operationsMax;

  private CrashPoints(
      String name,
      long seed,
      LongFunction<L> newLedger,
      Step<L> scenario,
      Step<L> verdict,
      Supplier<SimDisk> newDisk,
      int luckPerPoint,
      long operationsMax) {
    this.name = name;
    this.seed = seed;
    this.newLedger = newLedger;
    this.scenario = scenario;
    this.verdict = verdict;
    this.newDisk = newDisk;
    this.luckPerPoint = luckPerPoint;
    this.operationsMax = operationsMax;
  }

  /// A scenario on an empty disk, with one crash a point.
  ///
  /// @param name what a replay calls it; without a slash
  /// @param seed handed to `newLedger`, from which the scenario takes it
  /// @param newLedger makes the ledger of one run
  /// @param verdict throws if what a crash left does not agree with the ledger
  public static <L> CrashPoints<L> of(
      String name, long seed, LongFunction<L> newLedger, Step<L> scenario, Step<L> verdict) {
    Check.that(name.indexOf('/') < 0, () -> "a scenario's name has no slash: " + name);
    return new CrashPoints<>(
        name, seed, newLedger, scenario, verdict, SimDisk::new, 1, OPERATIONS_MAX);
  }

  /// On disks made by `disks`, each time equal: for example `found::fork`, to crash a recovery.
  public CrashPoints<L> on(Supplier<SimDisk> disks) {
    return new CrashPoints<>(
        name, seed, newLedger, scenario, verdict, disks, luckPerPoint, operationsMax);
  }

  /// With `crashes` at each point, each with a seed of its own.
  public CrashPoints<L> luckPerPoint(int crashes) {
    return new CrashPoints<>(
        name, seed, newLedger, scenario, verdict, newDisk, crashes, operationsMax);
  }

  /// Fails once this takes more simulated operations than `operations`.
  public CrashPoints<L> operationsMax(long operations) {
    return new CrashPoints<>(
        name, seed, newLedger, scenario, verdict, newDisk, luckPerPoint, operations);
  }

  /// Tries all crashes on forks; or one, from zero, if [#REPLAY_PROPERTY] names this scenario.
  public CrashReport run() throws Exception {
    String asked = System.getProperty(REPLAY_PROPERTY, "");
    if (asked.startsWith(name + "/")) {
      String[] parts = asked.split("/", -1);
      return new CrashPoints<>(
              name,
              Long.parseLong(parts[1]),
              newLedger,
              scenario,
              verdict,
              newDisk,
              luckPerPoint,
              operationsMax)
          .replay(CrashPoint.parse(parts[2]));
    }
    SimDisk disk = newDisk.get();
    L ledger = newLedger.apply(seed);
    Tally tally = new Tally(disk::operations);
    disk.watch((operation, moment, survivor) -> {
      for (CrashPoint point : points(operation, moment)) {
        tally.judge(point, () -> verdict.run(survivor.apply(point.seed()), ledger));
      }
    });
    scenario.run(disk, ledger);
    return tally.report(disk.mutations());
  }

  /// Tries all crashes, each on a life of its own.
  public CrashReport runFromZero() throws Exception {
    List<CrashPoint> points = new ArrayList<>();
    SimDisk counted = newDisk.get();
    counted.watch((operation, moment, _) -> points.addAll(points(operation, moment)));
    scenario.run(counted, newLedger.apply(seed));
    return replay(counted.operations(), counted.mutations(), points);
  }

  /// Tries one crash, from zero.
  public CrashReport replay(CrashPoint point) throws Exception {
    return replay(0, point.operation(), List.of(point));
  }

  private CrashReport replay(long operationsBefore, long mutations, List<CrashPoint> points) {
    long[] operations = {operationsBefore};
    Tally tally = new Tally(() -> operations[0]);
    for (CrashPoint point : points) {
      SimDisk disk = newDisk.get();
      long before = disk.operations();
      L ledger = newLedger.apply(seed);
      tally.judge(
          point,
          () -> {
            liveUntil(point, disk, ledger);
            verdict.run(disk.afterCrash(), ledger);
          });
      operations[0] += disk.operations() - before;
    }
    return tally.report(mutations);
  }

  private void liveUntil(CrashPoint point, SimDisk disk, L ledger) throws Exception {
    disk.crashAt(point);
    try {
      scenario.run(disk, ledger);
    } catch (Exception | SimulatedCrash end) {
      if (!disk.isCrashed()) {
        throw end;
      }
    }
    Check.that(disk.isCrashed(), () -> "the scenario ended before operation " + point.operation());
  }

  private List<CrashPoint> points(long operation, CrashPoint.Moment moment) {
    List<CrashPoint> points = new ArrayList<>();
    for (int luck = 0; luck < luckPerPoint; luck++) {
      long mixed = ((seed * 31 + operation) * 31 + moment.name().hashCode()) * 31 + luck;
      points.add(
          new CrashPoint(
              operation, moment, new SeededRandomness(mixed).nextInt(Integer.MAX_VALUE)));
    }
    return points;
  }

  /// A verdict with its arguments.
  private interface Judgement {
    void run() throws Exception;
  }

  /// Counts crashes and keeps failures. Confined to one run.
  private final class Tally {

    private final LongSupplier operations;
    private final List<CrashFailure> failures = new ArrayList<>();
    private long crashes;

    Tally(LongSupplier operations) {
      this.operations = operations;
    }

    void judge(CrashPoint point, Judgement judgement) {
      if (failures.size() >= FAILURES_MAX) {
        return;
      }
      long spent = operations.getAsLong();
      Check.that(
          spent <= operationsMax,
          () -> name + " took " + spent + " simulated operations, allowed are " + operationsMax);
      crashes++;
      @Nullable Throwable failure = failureOf(judgement);
      if (failure != null) {
        failures.add(new CrashFailure(name, seed, point, failure));
      }
    }

    private static @Nullable Throwable failureOf(Judgement judgement) {
      try {
        judgement.run();
        return null;
      } catch (Exception | AssertionError | SimulatedCrash failed) {
        return failed;
      }
    }

    CrashReport report(long mutations) {
      return new CrashReport(name, seed, mutations, crashes, operations.getAsLong(), failures);
    }
  }
}
