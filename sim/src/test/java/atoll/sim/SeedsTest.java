package atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeedsTest {

  @Test
  void countsSeedsFromOne() {
    List<Long> seen = new ArrayList<>();
    Seeds.check(Seeds.Order.from(4, "", ""), seen::add);
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aGivenSeedRunsAlone() {
    List<Long> seen = new ArrayList<>();
    Seeds.check(Seeds.Order.from(4, "-81", "3"), seen::add);
    assertThat(seen).containsExactly(-81L);
  }

  @Test
  void aCampaignTriesFreshSeedsUntilItsTimeIsUp() {
    List<Long> seen = new ArrayList<>();
    Seeds.check(new Seeds.Order.Campaign(Duration.ofMillis(20)), seen::add);
    assertThat(new HashSet<>(seen)).hasSameSizeAs(seen);
    assertThat(seen.size()).isGreaterThan(1);
    assertThat(Seeds.Order.from(4, "", "0.5"))
        .isEqualTo(new Seeds.Order.Campaign(Duration.ofSeconds(30)));
  }

  @Test
  void aFailureNamesSeedAndReplayInOneLine() {
    assertThatThrownBy(() ->
            Seeds.check(
                new Seeds.Order.First(5),
                seed -> {
                  if (seed == 3) {
                    throw new IllegalStateException("first line\nsecond line");
                  }
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "seed 3 failed, replay with: ./check sim sim --seed 3 :"
                + " java.lang.IllegalStateException: first line")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void nonsenseInAPropertyIsRefused() {
    assertThatThrownBy(() -> Seeds.Order.from(4, "twelve", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twelve");
  }
}
