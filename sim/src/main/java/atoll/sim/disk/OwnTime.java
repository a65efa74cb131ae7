package atoll.sim.disk;

import atoll.kit.Clock;
import java.time.Instant;

/// The clock of a disk that was given none: every look at it is a microsecond later. Confined to
/// its [SimDisk]'s lock.
final class OwnTime implements Clock {

  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  private long looks;

  OwnTime(long looks) {
    this.looks = looks;
  }

  /// A clock that shows the same and goes its own way.
  OwnTime fork() {
    return new OwnTime(looks);
  }

  @Override
  public long nanos() {
    return ++looks * 1_000;
  }

  @Override
  public Instant now() {
    return ORIGIN.plusNanos(nanos());
  }
}
