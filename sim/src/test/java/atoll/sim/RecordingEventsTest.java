package atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.event.Event;
import atoll.kit.event.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RecordingEventsTest {

  private record Happening(Level level, String code) implements Event {
    @Override
    public String message() {
      return "something happened";
    }
  }

  private final RecordingEvents events = new RecordingEvents();

  @Test
  void remembersInOrder() {
    Happening first = new Happening(Level.INFO, "a");
    Happening second = new Happening(Level.WARN, "b");
    events.report(first);
    events.report(second);
    assertThat(events.all()).containsExactly(first, second);
    assertThat(events.of("b")).containsExactly(second);
    assertThat(events.of(Happening.class)).containsExactly(first, second);
    assertThatCode(events::close).doesNotThrowAnyException();
  }

  @Test
  void anErrorNobodyAskedForFailsTheTest() {
    events.expect("asked.for");
    events.report(new Happening(Level.ERROR, "asked.for"));
    assertThatCode(events::close).doesNotThrowAnyException();
    events.report(new Happening(Level.ERROR, "other"));
    assertThatThrownBy(events::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unexpected error other");
  }

  @Test
  void waitsForAnEventOfAnotherThread() {
    Thread.ofVirtual().start(() -> events.report(new Happening(Level.INFO, "late")));
    assertThat(events.await("late", Duration.ofSeconds(20)).code()).isEqualTo("late");
    assertThat(events.await("late", Duration.ZERO).code()).isEqualTo("late");
  }

  @Test
  void aWaitInVainSaysWhatWasReported() {
    events.report(new Happening(Level.INFO, "early"));
    assertThatThrownBy(() -> events.await("never", Duration.ofMillis(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("never")
        .hasMessageContaining("early");
  }

  @Test
  void keepsTheFirstAndCountsTheRest() {
    for (int count = 0; count < RecordingEvents.KEPT + 7; count++) {
      events.report(new Happening(Level.INFO, "much"));
    }
    assertThat(events.all()).hasSize(RecordingEvents.KEPT);
    assertThat(events.dropped()).isEqualTo(7);
  }
}
