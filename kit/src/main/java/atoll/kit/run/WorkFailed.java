package atoll.kit.run;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;

/// A piece of work threw something that nobody caught. Every [Runner] reports this.
///
/// @param work the name under which the work was handed over
/// @param cause what it threw
public record WorkFailed(String work, Throwable cause) implements Event {

  public static final String CODE = "run.work.failed";

  @Override
  public Level level() {
    return Level.ERROR;
  }

  @Override
  public String code() {
    return CODE;
  }

  @Override
  public List<EventField> fields() {
    return List.of(new EventField("work", work));
  }

  @Override
  public String message() {
    return "work \"" + work + "\" failed: " + cause + "; this is a bug, please report it";
  }
}
