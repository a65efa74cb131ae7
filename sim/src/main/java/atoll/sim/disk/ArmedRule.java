package atoll.sim.disk;

import atoll.kit.Randomness;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/// A rule with its count. Confined to its [FaultyDisk]'s lock.
final class ArmedRule {

  private final FaultRule rule;
  private final PathMatcher matcher;
  private long seen;
  private long struck;

  ArmedRule(FaultRule rule) {
    this.rule = rule;
    this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + rule.glob());
  }

  Misdeed misdeed() {
    return rule.misdeed();
  }

  /// Counts an operation that matches, and decides.
  boolean strikes(DiskOperation operation, Randomness randomness, Path... paths) {
    if (!rule.operations().contains(operation) || !matches(paths)) {
      return false;
    }
    seen++;
    if (seen <= rule.skip() || struck >= rule.times()) {
      return false;
    }
    if (rule.chance() < 1 && randomness.nextDouble() >= rule.chance()) {
      return false;
    }
    struck++;
    return true;
  }

  private boolean matches(Path... paths) {
    for (Path path : paths) {
      if (matcher.matches(path)) {
        return true;
      }
    }
    return false;
  }
}
