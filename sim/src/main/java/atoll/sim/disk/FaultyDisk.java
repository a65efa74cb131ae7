package atoll.sim.disk;

import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.DiskLock;
import atoll.kit.disk.DiskSpace;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A disk that does wrong on purpose, by rules. Below it the truth stays in reach: [#truth()].
/// Without rules it is as good as the disk it wraps.
///
/// Shared, guarded by its own lock; the wrapped disk is called outside it.
public final class FaultyDisk implements Disk {

  /// One thing that went wrong.
  public record Inflicted(DiskOperation operation, Path path, Misdeed misdeed) {}

  /// Of more than these the oldest are forgotten.
  public static final int INFLICTED_MAX = 10_000;

  private final Disk truth;
  private final Randomness randomness;
  private final Consumer<Duration> pause;
  private final Object lock = new Object();
  private final List<ArmedRule> rules = new ArrayList<>();
  private final List<Inflicted> inflicted = new ArrayList<>();
  private boolean on = true;

  /// A disk without rules.
  ///
  /// @param randomness decides where a rule has a chance, and which bit is flipped
  /// @param pause lets time pass for [Misdeed.Slow], for example `runner::pause`
  public FaultyDisk(Disk truth, Randomness randomness, Consumer<Duration> pause) {
    this.truth = truth;
    this.randomness = randomness;
    this.pause = pause;
  }

  /// The disk below, which does as it is told.
  public Disk truth() {
    return truth;
  }

  public void add(FaultRule rule) {
    synchronized (lock) {
      rules.add(new ArmedRule(rule));
    }
  }

  /// Forgets all rules.
  public void clear() {
    synchronized (lock) {
      rules.clear();
    }
  }

  /// Suspends all rules, which then count nothing, or wakes them again.
  public void enable(boolean enabled) {
    synchronized (lock) {
      on = enabled;
    }
  }

  /// What went wrong so far, oldest first.
  public List<Inflicted> inflicted() {
    synchronized (lock) {
      return List.copyOf(inflicted);
    }
  }

  /// Flips one bit of a file for good, past all rules.
  ///
  /// @param bit counted from 0, in each byte from the lowest
  public void flipBit(Path path, long bit) {
    try (DiskFile file = truth.open(path, OpenMode.WRITE)) {
      flip(file, bit);
    }
  }

  static void flip(DiskFile file, long bit) {
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    file.readAt(bit / 8, one);
    one.put(0, (byte) (one.get(0) ^ 1 << bit % 8));
    file.writeAt(bit / 8, one.flip());
  }

  /// Asks the rules what goes wrong with an operation.
  Strike strike(DiskOperation operation, Path... paths) {
    List<Misdeed> misdeeds = new ArrayList<>();
    synchronized (lock) {
      if (on) {
        for (ArmedRule rule : rules) {
          if (rule.strikes(operation, randomness, paths)) {
            misdeeds.add(rule.misdeed());
            inflicted.add(new Inflicted(operation, paths[0], rule.misdeed()));
          }
        }
        if (inflicted.size() > INFLICTED_MAX) {
          inflicted.subList(0, inflicted.size() - INFLICTED_MAX).clear();
        }
      }
    }
    return new Strike(operation, paths[0], misdeeds);
  }

  Strike begin(DiskOperation operation, Path... paths) {
    Strike strike = strike(operation, paths);
    strike.begin(pause);
    return strike;
  }

  /// A number below `bound`, by the seed.
  long draw(long bound) {
    synchronized (lock) {
      return randomness.nextLong(bound);
    }
  }

  private <T> T guarded(Supplier<T> work, DiskOperation operation, Path... paths) {
    Strike strike = begin(operation, paths);
    T result = work.get();
    strike.end();
    return result;
  }

  private void guarded(Runnable work, DiskOperation operation, Path... paths) {
    Strike strike = begin(operation, paths);
    work.run();
    strike.end();
  }

  @Override
  public DiskFile open(Path path, OpenMode mode) {
    Strike strike = begin(DiskOperation.OPEN, path);
    DiskFile file = truth.open(path, mode);
    if (strike.has(Misdeed.FailAfterwards.class)) {
      file.close();
    }
    strike.end();
    return new FaultyFile(this, file);
  }

  @Override
  public void rename(Path from, Path to) {
    guarded(() -> truth.rename(from, to), DiskOperation.RENAME, from, to);
  }

  @Override
  public boolean delete(Path path) {
    return guarded(() -> truth.delete(path), DiskOperation.DELETE, path);
  }

  @Override
  public List<DiskEntry> list(Path directory) {
    return guarded(() -> truth.list(directory), DiskOperation.LIST, directory);
  }

  @Override
  public Optional<DiskEntry> find(Path path) {
    return guarded(() -> truth.find(path), DiskOperation.FIND, path);
  }

  @Override
  public void setModified(Path path, Instant time) {
    guarded(() -> truth.setModified(path, time), DiskOperation.SET_MODIFIED, path);
  }

  @Override
  public void createDirectories(Path directory) {
    guarded(() -> truth.createDirectories(directory), DiskOperation.CREATE_DIRECTORIES, directory);
  }

  @Override
  public void syncDirectory(Path directory) {
    Strike strike = begin(DiskOperation.SYNC_DIRECTORY, directory);
    if (!strike.has(Misdeed.PretendSync.class)) {
      truth.syncDirectory(directory);
    }
    strike.end();
  }

  @Override
  public DiskLock lock(Path path) {
    Strike strike = begin(DiskOperation.LOCK, path);
    DiskLock taken = truth.lock(path);
    if (strike.has(Misdeed.FailAfterwards.class)) {
      taken.close();
    }
    strike.end();
    return taken;
  }

  @Override
  public DiskSpace space(Path path) {
    return guarded(() -> truth.space(path), DiskOperation.SPACE, path);
  }
}
