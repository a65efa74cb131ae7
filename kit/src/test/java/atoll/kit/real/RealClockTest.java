package atoll.kit.real;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RealClockTest {

  private final Clock clock = new RealClock();

  @Test
  void monotonicTimeNeverGoesBackwards() {
    long before = clock.nanos();
    for (int round = 0; round < 10_000; round++) {
      long after = clock.nanos();
      assertThat(after - before).isNotNegative();
      before = after;
    }
  }

  @Test
  void wallTimeIsTheSameInBothForms() {
    Instant before = clock.now();
    long nanos = clock.epochNanos();
    Instant between = Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L);
    assertThat(between).isBetween(before, clock.now());
  }
}
