package atoll.sim.disk;

import atoll.kit.Randomness;
import atoll.sim.SeededRandomness;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Counts a disk's operations and cuts its power where it was told to. Confined to its [SimDisk]'s
/// lock.
final class Power {

  /// The write that an operation makes; the one kind of operation that can be torn.
  record Tearable(Content content, long offset, ByteBuffer bytes) {

    boolean canBeTorn() {
      return bytes.limit() > 1;
    }

    /// Writes the first bytes, at least one and not all.
    void tear(Content target, Randomness randomness) {
      int length = 1 + randomness.nextInt(bytes.limit() - 1);
      target.write(offset, bytes.slice(0, length));
    }
  }

  /// Builds the disk that a crash now would leave, with the first bytes of a write if one is given.
  interface Survival {
    SimDisk draw(@Nullable Tearable torn, Randomness randomness);
  }

  private final AtomicLong operations;

  /// Whether this life is one that is crashed, or one after a crash.
  private boolean counted;

  private long mutations;
  private @Nullable CrashPoint plan;
  private @Nullable Randomness luck;
  private @Nullable CrashWatcher watcher;
  private @Nullable String dead;

  /// @param operations counts on over forks and lives
  /// @param counted whether they belong to what [OperationTally] adds up
  Power(AtomicLong operations, boolean counted) {
    this.operations = operations;
    this.counted = counted;
  }

  boolean isCounted() {
    return counted;
  }

  AtomicLong operations() {
    return operations;
  }

  long mutations() {
    return mutations;
  }

  void plan(CrashPoint point) {
    plan = point;
    counted = true;
  }

  void watch(CrashWatcher newWatcher) {
    watcher = newWatcher;
    counted = true;
  }

  /// Ends every operation from now on with [SimulatedCrash].
  void cut(String why) {
    dead = why;
  }

  boolean isCut() {
    return dead != null;
  }

  /// The chance that belongs to the planned crash, which must have happened.
  Randomness luck() {
    if (luck == null) {
      throw new AssertionError("the planned crash has not happened: " + plan);
    }
    return luck;
  }

  /// One operation that changes nothing.
  void look() {
    operations.incrementAndGet();
    if (counted) {
      OperationTally.count();
    }
    demand();
  }

  /// Fails after a crash.
  void demand() {
    if (dead != null) {
      throw new SimulatedCrash(dead);
    }
  }

  /// One operation that changes something, done by `whole`.
  void change(String what, @Nullable Tearable write, Survival survival, Runnable whole) {
    look();
    mutations++;
    if (plan != null && plan.operation() == mutations) {
      crash(plan, what, write, whole);
    }
    show(CrashPoint.Moment.BEFORE, null, survival);
    if (write != null && write.canBeTorn()) {
      show(CrashPoint.Moment.TORN, write, survival);
    }
    whole.run();
    show(CrashPoint.Moment.AFTER, null, survival);
  }

  private void show(CrashPoint.Moment moment, @Nullable Tearable torn, Survival survival) {
    if (watcher != null) {
      watcher.at(mutations, moment, seed -> survival.draw(torn, new SeededRandomness(seed)));
    }
  }

  private void crash(CrashPoint point, String what, @Nullable Tearable write, Runnable whole) {
    Randomness chance = new SeededRandomness(point.seed());
    luck = chance;
    try {
      switch (point.moment()) {
        case BEFORE -> {}
        case TORN -> {
          if (write != null && write.canBeTorn()) {
            write.tear(write.content(), chance);
          }
        }
        case AFTER -> whole.run();
      }
    } finally {
      cut("power was cut at operation " + point + ": " + what);
    }
    demand();
  }
}
