package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockTest {

  @Test
  void wallTimeInNanosecondsCountsFromTheEpoch() {
    assertThat(at("1970-01-01T00:00:00.000000001Z").epochNanos()).isEqualTo(1);
    assertThat(at("2026-11-21T09:15:00.5Z").epochNanos()).isEqualTo(1_795_252_500_500_000_000L);
    assertThat(at("1969-12-31T23:59:59.999999999Z").epochNanos()).isEqualTo(-1);
  }

  @Test
  void wallTimeReachesToTheYear2262AndNoFurther() {
    assertThat(at("2262-04-11T23:47:16.854775807Z").epochNanos()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> at("2262-04-11T23:47:16.854775808Z").epochNanos())
        .isInstanceOf(ArithmeticException.class);
  }

  private static Clock at(String time) {
    return new Clock() {
      @Override
      public long nanos() {
        return 0;
      }

      @Override
      public Instant now() {
        return Instant.parse(time);
      }
    };
  }
}
