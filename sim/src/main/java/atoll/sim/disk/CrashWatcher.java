package atoll.sim.disk;

import java.util.function.LongFunction;

/// Is shown every point at which a running disk could crash.
@FunctionalInterface
interface CrashWatcher {

  /// One such point.
  ///
  /// @param survivor gives, for a seed, the disk that a machine would find after a crash here
  void at(long operation, CrashPoint.Moment moment, LongFunction<SimDisk> survivor);
}
