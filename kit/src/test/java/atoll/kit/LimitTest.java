package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

  @Test
  void readsAsOneLine() {
    assertThat(new Limit("append.bytes.max", "8 MiB", "answers 413"))
        .hasToString("append.bytes.max = 8 MiB (answers 413)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Append", "append bytes", ".append", "append.", "append_bytes"})
  void itsNameIsDottedLowerCase(String name) {
    assertThatThrownBy(() -> new Limit(name, "1", "stops")).isInstanceOf(AssertionError.class);
  }

  @Test
  void saysItsValueAndWhatHappens() {
    assertThatThrownBy(() -> new Limit("a", "", "stops")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> new Limit("a", "1", "")).isInstanceOf(AssertionError.class);
  }
}
