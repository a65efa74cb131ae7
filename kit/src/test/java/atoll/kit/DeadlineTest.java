package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final HandClock clock = new HandClock();

  @Test
  void passesWhenItsTimeHasCome() {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(1));
    assertThat(deadline.hasPassed(clock)).isFalse();
    clock.advance(Duration.ofSeconds(1).minusNanos(1));
    assertThat(deadline.remainingNanos(clock)).isEqualTo(1);
    assertThat(deadline.hasPassed(clock)).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(deadline.hasPassed(clock)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(deadline.remainingNanos(clock)).isEqualTo(-1_000_000_000);
  }

  @Test
  void noWaitIsTooLongOrTooShort() {
    Deadline never = Deadline.after(clock, Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(never.remainingNanos(clock)).isEqualTo(Duration.ofDays(36_500).toNanos());
    Deadline past = Deadline.after(clock, Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(past.hasPassed(clock)).isTrue();
    assertThat(Deadline.after(clock, Duration.ofSeconds(-1)).hasPassed(clock)).isTrue();
  }

  @Test
  void holdsWhereTheClockWrapsAround() {
    Clock wrapping = at(Long.MAX_VALUE - 5);
    Deadline deadline = Deadline.after(wrapping, Duration.ofNanos(10));
    assertThat(deadline.atNanos()).isNegative();
    assertThat(deadline.remainingNanos(wrapping)).isEqualTo(10);
    assertThat(deadline.hasPassed(wrapping)).isFalse();
    assertThat(deadline.hasPassed(at(Long.MIN_VALUE + 4))).isTrue();
    Deadline sooner = Deadline.after(wrapping, Duration.ofNanos(3));
    assertThat(deadline.earlier(sooner)).isSameAs(sooner);
    assertThat(sooner.earlier(deadline)).isSameAs(sooner);
  }

  @Test
  void timeLeftIsNeverNegative() {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(3));
    assertThat(deadline.remaining(clock)).isEqualTo(Duration.ofSeconds(3));
    clock.advance(Duration.ofSeconds(4));
    assertThat(deadline.remaining(clock)).isZero();
  }

  private static Clock at(long nanos) {
    return new Clock() {
      @Override
      public long nanos() {
        return nanos;
      }

      @Override
      public Instant now() {
        return Instant.EPOCH;
      }
    };
  }
}
