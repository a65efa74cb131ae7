package atoll.volumeserver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {

  private static boolean matches(String text, String pattern, long steps) {
    return Wildcard.matches(
        JsonText.bytewise(text), JsonText.bytewise(pattern), new Effort(steps, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "abc, a*, true",
    "abc, *c, true",
    "abc, a?c, true",
    "abc, a?, false",
    "abc, *b, false",
    "a*c, a\\*c, true",
    "abc, a\\*c, false",
    "abcabc, a*bc, true",
    "'', *, true",
    "'', **, true",
    "'', ?, false",
    "a, '', false",
    "é, ?, true",
    "日本, ?本, true",
    "日本, *?, true",
    "a\\, a\\, false",
    "a\\, *\\, true",
    "a\\, a\\\\, true"
  })
  void aPatternFitsTheWholeText(String text, String pattern, boolean fits) {
    assertThat(matches(text, pattern, 1000)).isEqualTo(fits);
  }

  @Test
  void manyStarsTakeNoMoreThanBothLengthsMultiplied() {
    String text = "a".repeat(1000);
    assertThat(matches(text, "a*".repeat(30) + "b", 40 * 1000L)).isFalse();
    assertThatThrownBy(() -> matches(text, "*a".repeat(500) + "b", 100))
        .isInstanceOf(AtollException.class);
  }
}
