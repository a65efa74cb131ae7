package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGrammarTest {

  private static boolean isValid(String text) {
    return JsonGrammar.isValid(Span.of(text), new Effort(Long.MAX_VALUE, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-0",
        "0.5",
        "1e5",
        "1E+5",
        "1.5e-7",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\\n\\u00e9\\/\"",
        "[]",
        "{}",
        " [ ] ",
        "{ }",
        "[1,2]",
        "[[],{}]",
        "{\"a\":1,\"b\":[{\"c\":{}}]}",
        " { \"a\" : 1 , \"b\" : 2 } ",
        "\"\u00ff\""
      })
  void whatIsJsonIsTaken(String text) {
    assertThat(isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "01",
        "1.",
        ".5",
        "1e",
        "+1",
        "-",
        "--1",
        "tru",
        "truee",
        "nan",
        "\"",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u00\"",
        "\"\n\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1]",
        "{1:1}",
        "1 2",
        "[] []",
        "]",
        "}",
        ",",
        ":"
      })
  void whatIsNoneIsRefused(String text) {
    assertThat(isValid(text)).isFalse();
  }

  @Test
  void nestingTakesNoStack() {
    int depth = 100_000;
    assertThat(isValid("[".repeat(depth) + "]".repeat(depth))).isTrue();
    assertThat(isValid("{\"a\":".repeat(depth) + "1" + "}".repeat(depth))).isTrue();
    assertThat(isValid("[".repeat(depth) + "]".repeat(depth - 1) + "}")).isFalse();
  }
}
