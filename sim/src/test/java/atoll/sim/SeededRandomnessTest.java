package atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeededRandomnessTest {

  @Test
  void theSameSeedDrawsTheSame() {
    SeededRandomness one = new SeededRandomness(42);
    SeededRandomness two = new SeededRandomness(42);
    for (int draw = 0; draw < 100; draw++) {
      assertThat(one.nextLong()).isEqualTo(two.nextLong());
    }
  }

  @Test
  void aStreamDoesNotDependOnWhatWasDrawnBefore() {
    SeededRandomness drawn = new SeededRandomness(42);
    drawn.nextLong();
    drawn.stream("other").nextLong();
    assertThat(drawn.stream("delays").nextLong())
        .isEqualTo(new SeededRandomness(42).stream("delays").nextLong());
  }

  @Test
  void streamsOfDifferentNamesNumbersAndSeedsDiffer() {
    Set<Long> first = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SeededRandomness root = new SeededRandomness(seed);
      first.add(root.nextLong());
      first.add(root.stream("").nextLong());
      first.add(root.stream("ab").nextLong());
      first.add(root.stream("ba").nextLong());
      for (int number = 0; number < 50; number++) {
        first.add(root.stream("ab", number).nextLong());
      }
    }
    assertThat(first).hasSize(50 * 54);
  }

  @Test
  void drawsAreSpreadEvenly() {
    SeededRandomness chance = new SeededRandomness(7);
    int[] counts = new int[16];
    for (int draw = 0; draw < 160_000; draw++) {
      counts[chance.nextInt(16)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }
}
