package atoll.kit.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoNumberTest {

  /// What strconv.FormatFloat(x, 'g', -1, 64) answers.
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-1, -1",
    "0.1, 0.1",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.000012345, 1.2345e-05",
    "100000, 100000",
    "123456, 123456",
    "999999, 999999",
    "1000000, 1e+06",
    "1234567, 1.234567e+06",
    "-1234567, -1.234567e+06",
    "123456.789, 123456.789",
    "1732180500, 1.7321805e+09",
    "1e21, 1e+21",
    "1e100, 1e+100",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "0.1024, 0.1024",
    "838.8608, 838.8608",
    "0.30000000000000004, 0.30000000000000004",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf",
  })
  void printsAsGoDoes(double number, String text) {
    assertThat(GoNumber.print(number)).isEqualTo(text);
  }

  @Test
  void readsBackToTheSameNumber() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        assertThat(Double.parseDouble(GoNumber.print(number)))
            .as("seed %s", seed)
            .isEqualTo(number);
      }
    }
  }
}
