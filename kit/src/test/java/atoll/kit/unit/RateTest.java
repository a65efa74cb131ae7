package atoll.kit.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {

  @Test
  void isAnAmountInATime() {
    assertThat(Rate.of(30, Duration.ofSeconds(2)).perSecond()).isEqualTo(15);
    assertThat(Rate.of(30, Duration.ZERO).perSecond()).isZero();
  }

  @Test
  void showsBytes() {
    assertThat(Rate.of(3 << 20, Duration.ofSeconds(2)).ofBytes()).isEqualTo("1.5 MiB/s");
    assertThat(new Rate(0).ofBytes()).isEqualTo("0 B/s");
    assertThat(new Rate(0.25).ofBytes()).isEqualTo("0.3 B/s");
  }

  @Test
  void showsThings() {
    assertThat(new Rate(7.25).of("needles")).isEqualTo("7.3 needles/s");
    assertThat(new Rate(999.4).of("needles")).isEqualTo("999 needles/s");
    assertThat(new Rate(999.5).of("needles")).isEqualTo("1k needles/s");
    assertThat(new Rate(1234).of("needles")).isEqualTo("1.2k needles/s");
    assertThat(new Rate(5e15).of("needles")).isEqualTo("5000T needles/s");
  }
}
