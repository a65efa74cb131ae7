package atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderListTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "\u0000", "\u007f", "\ud83d", "\ude00", "\ud83dx", "\ude00\ud83d"})
  void valuesThatCannotStandInAHeaderAreRefusedByName(String value) {
    assertThatThrownBy(() -> new HeaderList().add("X-Name", value))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("header X-Name has control characters or half a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "\u00e9", "\u6728", "\ud83d\ude00!"})
  void allOtherTextIsKept(String value) {
    assertThat(new HeaderList().add("X-Name", value).first("x-name")).isEqualTo(value);
  }
}
