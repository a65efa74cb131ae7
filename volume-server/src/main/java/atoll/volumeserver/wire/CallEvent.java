package atoll.volumeserver.wire;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to calls that an operator may want to know.
public sealed interface CallEvent extends Event {

  /// A call was answered with a failure.
  record Failed(String method, String why) implements CallEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "grpc.call.failed";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("method", method));
    }

    @Override
    public String message() {
      return "call of " + method + " failed: " + why;
    }
  }

  /// A call threw what it must not throw.
  record Broken(String method, @Nullable Throwable cause) implements CallEvent {

    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "grpc.call.broken";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("method", method));
    }

    @Override
    public String message() {
      return "call of " + method + " failed: " + cause + "; this is a bug, please report it";
    }
  }
}
