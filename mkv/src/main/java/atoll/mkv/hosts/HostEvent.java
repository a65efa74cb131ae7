package atoll.mkv.hosts;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import atoll.mkv.key.HostId;
import java.util.List;

/// What an operator may want to know of blob hosts.
public sealed interface HostEvent extends Event {

  /// A host is up or down now, or may be.
  record Changed(HostId host, HostCondition before, HostCondition after, String why)
      implements HostEvent {
    @Override
    public Level level() {
      return after == HostCondition.DOWN ? Level.WARN : Level.INFO;
    }

    @Override
    public String code() {
      return "mkv.host.changed";
    }

    @Override
    public String message() {
      return "host "
          + host
          + " was "
          + before
          + " and is "
          + after
          + (why.isEmpty() ? "" : ": " + why)
          + (after == HostCondition.DOWN ? "; reads and writes go on without it" : "");
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("host", host.text()), new EventField("condition", after));
    }
  }
}
