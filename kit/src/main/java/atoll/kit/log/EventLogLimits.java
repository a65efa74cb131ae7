package atoll.kit.log;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of an [EventLog].
///
/// @param queueCount events that wait to be printed
/// @param linesPerCode lines of one code in one window; what follows is counted
/// @param window how long codes are counted until a summary is printed
/// @param lineChars characters of a message or cause
public record EventLogLimits(int queueCount, int linesPerCode, Duration window, int lineChars)
    implements Limits {

  public static final EventLogLimits USUAL =
      new EventLogLimits(8192, 20, Duration.ofSeconds(10), 4096);

  public EventLogLimits {
    Check.that(queueCount > 0, "events need a place to wait");
    Check.that(linesPerCode > 0, "a code needs a line");
    Check.that(window.isPositive(), "a window needs some time");
    Check.that(lineChars > 0, "a line needs some room");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("event.queue.count", Integer.toString(queueCount), "events drop, counted"),
        new Limit(
            "event.lines.per.code",
            linesPerCode + " in " + window.toMillis() + " ms",
            "further ones are counted and summed up in one line"),
        new Limit("event.line.chars", Integer.toString(lineChars), "the rest is cut off"));
  }
}
