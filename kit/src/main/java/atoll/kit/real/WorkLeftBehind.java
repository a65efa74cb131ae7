package atoll.kit.real;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.time.Duration;
import java.util.List;

/// A closed runner has given up waiting for work that does not end.
///
/// @param works the names of the first few
record WorkLeftBehind(List<String> works, int count, Duration waited) implements Event {

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String code() {
    return "run.work.left";
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
