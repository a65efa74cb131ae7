package atoll.app.volumetool;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.SimClock;
import atoll.volume.offline.OfflineProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShownProgressTest {

  private final SimClock clock = new SimClock();
  private final StringWriter shown = new StringWriter();
  private final ShownProgress progress = new ShownProgress(clock, new PrintWriter(shown, true));

  @Test
  void whatIsOverInAMomentIsNotShown() {
    try (OfflineProgress.Work work = progress.begin("checking 7.dat", 1 << 20)) {
      work.advance(1 << 19);
      clock.advance(Duration.ofMillis(999));
      work.advance(1 << 19);
    }
    assertThat(shown.toString()).isEmpty();
  }

  @Test
  void whatTakesLongerShowsHowFarItIsAndWhereItEnded() {
    try (OfflineProgress.Work work = progress.begin("checking 7.dat", 4 << 20)) {
      clock.advance(Duration.ofSeconds(2));
      work.advance(1 << 20);
      assertThat(shown.toString().lines())
          .singleElement()
          .asString()
          .contains("checking 7.dat", "25");
      work.advance(1 << 20);
      assertThat(shown.toString().lines()).as("not at every step").hasSize(1);
      clock.advance(Duration.ofSeconds(10));
      work.advance(1 << 20);
      assertThat(shown.toString().lines()).hasSize(2).last().asString().contains("75");
      work.advance(1 << 20);
    }
    assertThat(shown.toString().lines()).hasSize(3).last().asString().contains("100");
  }
}
