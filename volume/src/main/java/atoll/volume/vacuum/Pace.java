package atoll.volume.vacuum;

import atoll.kit.Clock;
import java.time.Duration;

/// Keeps copying at the rate that was ordered. Confined to one compaction.
final class Pace {

  private static final long PAUSE_NANOS_MIN = 1_000_000;
  private static final double NANOS = 1e9;

  private final Clock clock;
  private final VacuumOrder order;
  private final long begun;
  private long copied;

  Pace(Clock clock, VacuumOrder order) {
    this.clock = clock;
    this.order = order;
    this.begun = clock.nanos();
  }

  void copied(long bytes) {
    copied += bytes;
    if (order.bytesPerSecondMax() == 0) {
      return;
    }
    long due = (long) (copied * NANOS / order.bytesPerSecondMax());
    long early = due - (clock.nanos() - begun);
    if (early >= PAUSE_NANOS_MIN) {
      order.pause().accept(Duration.ofNanos(early));
    }
  }
}
