package atoll.kit.log;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;

/// What an [EventLog] itself has to say.
sealed interface EventLogEvent extends Event {

  @Override
  default Level level() {
    return Level.WARN;
  }

  /// Events of one code that were counted and not printed.
  record Repeated(Level level, String repeated, long count, long overMillis, String last)
      implements EventLogEvent {
    @Override
    public String code() {
      return "event.repeated";
    }

    @Override
    public String message() {
      return count + " more of " + repeated + " in " + overMillis + " ms, the last: " + last;
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("repeated", repeated), new EventField("count", count));
    }
  }

  /// Events that found the queue full.
  record Dropped(long count) implements EventLogEvent {
    @Override
    public String code() {
      return "event.dropped";
    }

    @Override
    public String message() {
      return count + " events were dropped, as they came faster than they could be written";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("count", count));
    }
  }

  /// An event that could not be read out.
  record Unreadable(Level level, String type, Throwable cause) implements EventLogEvent {
    @Override
    public String code() {
      return "event.unreadable";
    }

    @Override
    public String message() {
      return "an event of type " + type + " could not be read out";
    }
  }
}
