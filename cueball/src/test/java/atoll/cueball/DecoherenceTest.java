package atoll.cueball;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.SeededRandomness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecoherenceTest {

  @Test
  void keepsEveryElementOnce() {
    assertThat(Decoherence.mixed(List.of(1, 2, 3, 4, 5), new SeededRandomness(1)))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    assertThat(Decoherence.mixed(List.of(), new SeededRandomness(1))).isEmpty();
  }

  @Test
  void givesEachOrderTheSameChance() {
    SeededRandomness chance = new SeededRandomness(1);
    Map<List<Integer>, Integer> seen = new HashMap<>();
    for (int draw = 0; draw < 6_000; draw++) {
      seen.merge(Decoherence.mixed(List.of(1, 2, 3), chance), 1, Integer::sum);
    }
    assertThat(seen).hasSize(6);
    assertThat(seen.values()).allMatch(count -> count > 850 && count < 1_150);
  }
}
