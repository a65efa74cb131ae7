package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNumberTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-1.50, -1.5",
    "+5, 5",
    "5., 5",
    ".5, 0.5",
    "1e3, 1000",
    "1e400, Infinity",
    "-inf, -Infinity",
    "Infinity, Infinity",
    "NaN, NaN",
    "0x10p0, 16",
    "0x_1p0, 1",
    "1_0, 10",
    "1_23.50_0_0e+1_2, 1.235e14",
    "0x1, 0",
    "1__0, 0",
    "_1, 0",
    "1_, 0",
    "1._5, 0",
    "infi, 0",
    "+nan, 0",
    "1e, 0",
    "., 0",
    "x, 0",
    "'', 0"
  })
  void aTextIsANumberAsInGo(String text, double number) {
    assertThat(JsonNumber.parse(text)).isEqualTo(Double.valueOf(number));
  }

  @ParameterizedTest
  @CsvSource({
    "1.50E3, 1500",
    "1e21, 1000000000000000000000",
    "12345678901234567890, 12345678901234567890",
    "-0.1e-7, -0.00000001",
    "0.30000000000000004, 0.30000000000000004",
    "-0.0, -0",
    "0e5, 0",
    "100.0, 100"
  })
  void aNumberIsWrittenWithoutAnExponent(String raw, String plain) {
    assertThat(JsonNumber.plain(raw)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"5e-324, 326", "1.7976931348623157e308, 309", "1e-7, 9"})
  void theShortestThatIsTheSameNumberIsWritten(String raw, int length) {
    String plain = JsonNumber.plain(raw);
    assertThat(plain).hasSize(length);
    assertThat(Double.parseDouble(plain)).isEqualTo(Double.parseDouble(raw));
  }
}
