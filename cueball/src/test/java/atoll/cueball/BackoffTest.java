package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.SeededRandomness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff EXACT =
      new Backoff(Duration.ofMillis(500), 1.5, 0, Duration.ofSeconds(60));

  @Test
  void growsFromTheFirstToTheLongest() {
    SeededRandomness chance = new SeededRandomness(1);
    assertThat(EXACT.pause(1, chance)).isEqualTo(Duration.ofMillis(500));
    assertThat(EXACT.pause(2, chance)).isEqualTo(Duration.ofMillis(750));
    assertThat(EXACT.pause(12, chance)).isLessThan(Duration.ofSeconds(60));
    assertThat(EXACT.pause(13, chance)).isEqualTo(Duration.ofSeconds(60));
    assertThat(EXACT.pause(Integer.MAX_VALUE, chance)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void jittersWithinItsShare() {
    SeededRandomness chance = new SeededRandomness(1);
    for (int draw = 0; draw < 1_000; draw++) {
      assertThat(Backoff.USUAL.pause(1, chance))
          .isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
    }
  }
}
