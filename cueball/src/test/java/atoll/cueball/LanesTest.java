package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanesTest {

  private final Lanes lanes = new Lanes();

  @Test
  void aLaneThatMeetsNobodyGoesOnWithEachClaim() {
    for (int at = 0; at < 3; at++) {
      assertThat(lanes.begin(5)).isEqualTo(at);
      lanes.took(5, at, false);
    }
    assertThat(lanes.begin(6)).as("another lane").isZero();
  }

  @Test
  void aLaneThatMetOthersStaysForAWhile() {
    lanes.took(5, 2, true);
    int stayed = 0;
    while (lanes.begin(5) == 2 && stayed < 1_000) {
      lanes.took(5, 2, false);
      stayed++;
    }
    assertThat(stayed).isBetween(10, 100);
    assertThat(lanes.begin(5)).isEqualTo(3);
  }
}
