package atoll.volumeserver.node;

import atoll.kit.Clock;
import atoll.kit.run.RateLimit;
import atoll.volume.vacuum.VacuumOrder;
import java.time.Duration;
import java.util.function.Consumer;

/// How fast the server goes about work that no client waits for. Immutable.
///
/// @param vacuum what every compaction is ordered with: each keeps `-compactionMBps`
/// @param copies what copies, tails, tiering and shards take their bytes from, all of them
///   together: `-maintenanceMBps`
public record WorkPace(VacuumOrder vacuum, RateLimit copies) {

  /// As fast as the disks.
  public static final WorkPace UNLIMITED = new WorkPace(VacuumOrder.PLAIN, RateLimit.NONE);

  /// The pace that an operator wants.
  ///
  /// @param compactionBytesPerSecond of each compaction; 0 for no limit
  /// @param maintenanceBytesPerSecond of all other work together; 0 for no limit
  /// @param pause lets time pass for the caller, for example `runner::pause`
  public static WorkPace of(
      long compactionBytesPerSecond,
      long maintenanceBytesPerSecond,
      Clock clock,
      Consumer<Duration> pause) {
    return new WorkPace(
        VacuumOrder.PLAIN.atMost(compactionBytesPerSecond, pause),
        RateLimit.of(maintenanceBytesPerSecond, clock, pause));
  }
}
