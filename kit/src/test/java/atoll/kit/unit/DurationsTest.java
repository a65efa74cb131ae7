package atoll.kit.unit;

import static atoll.kit.Faults.faultOf;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "1m30s, PT1M30S",
    "500ms, PT0.5S",
    "1h, PT1H",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "100us, PT0.0001S",
    "100µs, PT0.0001S",
    "3ns, PT0.000000003S",
    "0, PT0S",
    "-5s, PT-5S",
    "+5s, PT5S",
    "2s1m, PT1M2S",
    "' 1h0m0s ', PT1H",
    "0.0000000019s, PT0.000000001S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
  })
  void parsesTheSyntaxOfGo(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "1x",
        "1 s",
        "1d",
        "--1s",
        "1s2",
        ".s",
        "1m 30s",
        "1S",
        "2562048h",
        "99999999999999999999s",
        "1e3s"
      })
  void refusesTheRestNamingTheTextAndWhatIsAccepted(String text) {
    AtollException bad = faultOf(() -> Durations.parse(text));
    assertThat(bad.fault()).isEqualTo(Fault.BAD_INPUT);
    assertThat(bad).hasMessageContaining("\"" + text + "\"");
    assertThat(bad.getMessage()).containsAnyOf("30s, 1m30s", "292 years");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT1H, 1h",
    "PT1M30S, 1m30s",
    "PT1H1S, 1h1s",
    "PT0.5S, 500ms",
    "PT1.5S, 1.5s",
    "PT0.0000015S, 1.5us",
    "PT0.000000001S, 1ns",
    "PT0.0015S, 1.5ms",
    "PT-90S, -1m30s",
    "PT60.000000001S, 1m0.000000001s",
  })
  void printsWithoutPartsThatAreZero(Duration duration, String text) {
    assertThat(Durations.print(duration)).isEqualTo(text);
  }

  @Test
  void readsBackWhateverItPrints() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(63));
      if (duration.compareTo(Duration.ofNanos(Long.MIN_VALUE)) > 0) {
        String text = Durations.print(duration);
        assertThat(Durations.parse(text)).as("seed %s, %s", seed, text).isEqualTo(duration);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.9S, under 1s",
    "PT-5S, under 1s",
    "PT45.9S, 45s",
    "PT59M59S, 59m59s",
    "PT3H12M59S, 3h12m",
    "P2DT4H, 2d4h",
  })
  void isBriefForPeople(Duration duration, String text) {
    assertThat(Durations.brief(duration)).isEqualTo(text);
  }
}
