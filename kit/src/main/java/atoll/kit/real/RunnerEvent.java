package atoll.kit.real;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.time.Duration;
import java.util.List;

/// What a [RealRunner] reports.
sealed interface RunnerEvent extends Event {

  @Override
  default Level level() {
    return Level.ERROR;
  }

  record WorkFailed(String work, Throwable cause) implements RunnerEvent {
    @Override
    public String code() {
      return "runner.work.failed";
    }

    @Override
    public String message() {
      return "the work \"" + work + "\" ended with " + cause;
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("work", work));
    }
  }

  record WorkLeftBehind(List<String> works, int count, Duration waited) implements RunnerEvent {
    @Override
    public String code() {
      return "runner.work.left";
    }

    @Override
    public String message() {
      return count
          + " pieces of work had not ended "
          + waited.toMillis()
          + " ms after they were cancelled, among them "
          + works
          + "; they are left behind";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("count", count));
    }
  }
}
