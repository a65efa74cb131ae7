package atoll.kit.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RealRandomnessTest {

  private final RealRandomness randomness = new RealRandomness();

  @Test
  void neverHandsOutANumberTwiceWhateverTheThread() {
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 40_000).parallel().forEach(each -> seen.add(randomness.nextLong()));
    assertThat(seen).hasSize(40_000);
  }

  @Test
  void goesOnWithoutRepeatingWhenItsKeysAreRenewed() {
    // More than one thread's stripe gives under one seed.
    assertThat(randomness.longs(600_000).distinct().count()).isEqualTo(600_000);
  }

  @Test
  void twoOfThemDiffer() {
    assertThat(new RealRandomness().nextLong()).isNotEqualTo(new RealRandomness().nextLong());
  }

  @Test
  void everyBitIsAboutAsOftenSetAsNot() {
    int[] set = new int[64];
    for (int drawn = 0; drawn < 10_000; drawn++) {
      long value = randomness.nextLong();
      for (int bit = 0; bit < 64; bit++) {
        set[bit] += (int) (value >>> bit & 1);
      }
    }
    // Ten standard deviations of a fair coin tossed ten thousand times.
    assertThat(Arrays.stream(set).boxed()).allMatch(count -> count > 4_500 && count < 5_500);
  }

  @Test
  void fillsArraysOfAnyLength() {
    for (int length : new int[] {0, 1, 7, 8, 1023, 1024, 5000}) {
      byte[] target = new byte[length];
      randomness.nextBytes(target);
      long zeros = IntStream.range(0, length).filter(index -> target[index] == 0).count();
      assertThat(zeros).isLessThan(length / 16 + 6);
    }
  }

  @Test
  void staysWithinBounds() {
    for (int drawn = 0; drawn < 1000; drawn++) {
      assertThat(randomness.nextInt(7)).isBetween(0, 6);
      assertThat(randomness.nextDouble()).isBetween(0.0, 1.0);
    }
  }
}
