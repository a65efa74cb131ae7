package atoll.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atoll.kit.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final long MIB = 1 << 20;

  private final HandClock clock = new HandClock();

  private RateLimit limit(long bytesPerSecond) {
    return RateLimit.of(bytesPerSecond, clock, clock::advance);
  }

  private double secondsOf(Runnable work) {
    long begun = clock.nanos();
    work.run();
    return (clock.nanos() - begun) / 1e9;
  }

  @Test
  void manyPiecesTakeAsLongAsTheRateSays() {
    RateLimit limit = limit(10 * MIB);

    double seconds =
        secondsOf(() -> {
          for (int i = 0; i < 1_600; i++) {
            limit.take(MIB / 16);
          }
        });

    assertThat(seconds).isCloseTo(10, within(0.2));
  }

  @Test
  void theFirstWaitsForNobodyAndTheNextForTheFirst() {
    RateLimit limit = limit(MIB);
    assertThat(secondsOf(() -> limit.take(5 * MIB))).isZero();
    assertThat(secondsOf(() -> limit.take(1))).isCloseTo(5, within(0.2));
  }

  @Test
  void twoShareOneRate() {
    RateLimit limit = limit(MIB);

    double seconds =
        secondsOf(() -> {
          for (int i = 0; i < 40; i++) {
            limit.take(MIB / 8); // one copy
            limit.take(MIB / 8); // another
          }
        });

    assertThat(seconds).isCloseTo(10, within(0.4));
  }

  @Test
  void aPauseIsNotMadeUpFor() {
    RateLimit limit = limit(MIB);
    limit.take(MIB);
    clock.advance(Duration.ofHours(1));

    double seconds =
        secondsOf(() -> {
          for (int i = 0; i < 100; i++) {
            limit.take(MIB / 10);
          }
        });

    assertThat(seconds).isCloseTo(10, within(0.3));
  }

  @Test
  void noRateKeepsNobodyWaiting() {
    assertThat(RateLimit.of(0, clock, clock::advance)).isSameAs(RateLimit.NONE);
    assertThat(secondsOf(() -> RateLimit.NONE.take(Long.MAX_VALUE))).isZero();
  }
}
