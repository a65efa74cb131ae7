package atoll.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckTest {

  @Test
  void isSilentWhenAllIsWell() {
    int[] built = new int[1];
    Check.that(true, "never shown");
    Check.that(true, () -> "built " + ++built[0]);
    assertThat(built[0]).isZero();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Check.that(false, "a negative length"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("a negative length");
    assertThatThrownBy(() -> Check.that(false, () -> "length " + -1))
        .isInstanceOf(AssertionError.class)
        .hasMessage("length -1");
  }
}
