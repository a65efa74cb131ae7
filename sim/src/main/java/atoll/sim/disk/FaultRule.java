package atoll.sim.disk;

import atoll.kit.Check;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// When a [FaultyDisk] does wrong, and what. Immutable.
///
/// @param misdeed what it does
/// @param operations at which operations
/// @param glob at which full paths, as [java.nio.file.FileSystem#getPathMatcher] reads it; of a
///   rename or copy either path counts
/// @param skip so many matching operations pass first
/// @param times so often at most
/// @param chance with this probability each time
public record FaultRule(
    Misdeed misdeed,
    Set<DiskOperation> operations,
    String glob,
    long skip,
    long times,
    double chance) {

  public FaultRule {
    operations = Set.copyOf(operations);
    Check.that(!operations.isEmpty(), "a rule without an operation");
    Check.that(
        misdeed.operations().containsAll(operations), misdeed + " cannot happen to " + operations);
    Check.that(chance >= 0 && chance <= 1, "a chance of " + chance);
  }

  /// Always, at every path: narrow it with the methods below.
  public static FaultRule of(Misdeed misdeed, DiskOperation first, DiskOperation... more) {
    EnumSet<DiskOperation> operations = EnumSet.of(first);
    operations.addAll(Arrays.asList(more));
    return new FaultRule(misdeed, operations, "**", 0, Long.MAX_VALUE, 1);
  }

  /// Always, at every path, at every operation that can go wrong like this.
  public static FaultRule of(Misdeed misdeed) {
    return new FaultRule(misdeed, misdeed.operations(), "**", 0, Long.MAX_VALUE, 1);
  }

  /// Only at paths that match, for example `**/*.dat`.
  public FaultRule at(String newGlob) {
    return new FaultRule(misdeed, operations, newGlob, skip, times, chance);
  }

  /// Only after so many matching operations.
  public FaultRule after(long newSkip) {
    return new FaultRule(misdeed, operations, glob, newSkip, times, chance);
  }

  /// At most so often.
  public FaultRule times(long newTimes) {
    return new FaultRule(misdeed, operations, glob, skip, newTimes, chance);
  }

  /// With this probability each time.
  public FaultRule chance(double newChance) {
    return new FaultRule(misdeed, operations, glob, skip, times, newChance);
  }
}
