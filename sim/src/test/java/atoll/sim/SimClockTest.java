package atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SimClockTest {

  @Test
  void standsStillUntilItIsMoved() {
    SimClock clock = new SimClock();
    long nanos = clock.nanos();
    assertThat(clock.now()).isEqualTo(SimClock.START);
    clock.advance(Duration.ofSeconds(5));
    assertThat(clock.nanos() - nanos).isEqualTo(5_000_000_000L);
    assertThat(clock.now()).isEqualTo(SimClock.START.plusSeconds(5));
  }

  @Test
  void theWallMovesAloneInBothDirections() {
    SimClock clock = new SimClock();
    long nanos = clock.nanos();
    clock.shiftWall(Duration.ofHours(-3));
    assertThat(clock.now()).isEqualTo(SimClock.START.minusSeconds(10_800));
    assertThat(clock.nanos()).isEqualTo(nanos);
  }

  @Test
  void deadlinesHoldAcrossTheOverflowOfTheScale() {
    SimClock clock = new SimClock();
    Deadline deadline = Deadline.after(clock, Duration.ofHours(2));
    clock.advance(Duration.ofMinutes(90));
    assertThat(clock.nanos()).isNegative();
    assertThat(deadline.hasPassed(clock)).isFalse();
    clock.advance(Duration.ofMinutes(30));
    assertThat(deadline.hasPassed(clock)).isTrue();
  }
}
