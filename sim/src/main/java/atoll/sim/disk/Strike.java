package atoll.sim.disk;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// What goes wrong with one operation. Immutable.
///
/// @param operation the operation
/// @param path the file or directory, of several the first
/// @param misdeeds in the order of the rules; mostly none
record Strike(DiskOperation operation, Path path, List<Misdeed> misdeeds) {

  /// What happens before the operation: it takes time, or fails at once.
  void begin(Consumer<Duration> pause) {
    for (Misdeed misdeed : misdeeds) {
      if (misdeed instanceof Misdeed.Slow(Duration by)) {
        pause.accept(by);
      } else if (misdeed instanceof Misdeed.Fail(Fault fault)) {
        throw failure(fault);
      }
    }
  }

  /// What happens after the operation: it fails although it is done.
  void end() {
    for (Misdeed misdeed : misdeeds) {
      if (misdeed instanceof Misdeed.FailAfterwards(Fault fault)) {
        throw failure(fault);
      }
    }
  }

  boolean has(Class<? extends Misdeed> kind) {
    return misdeeds.stream().anyMatch(kind::isInstance);
  }

  /// How many of `bytes` are written before a failure; all of them if none comes.
  long half(long bytes) {
    return has(Misdeed.FailHalfway.class) ? bytes / 2 : bytes;
  }

  void failHalfway() {
    for (Misdeed misdeed : misdeeds) {
      if (misdeed instanceof Misdeed.FailHalfway(Fault fault)) {
        throw failure(fault);
      }
    }
  }

  /// Where the file seems to end.
  long seemingEnd() {
    return misdeeds.stream()
        .mapToLong(misdeed -> misdeed instanceof Misdeed.SeemCut cut ? cut.bytes() : Long.MAX_VALUE)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  AtollException failure(Fault fault) {
    return new AtollException(fault, operation + " " + path + ": failed on purpose");
  }
}
