package atoll.mkv.gateway;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import atoll.mkv.key.HostId;
import java.util.List;

/// What an operator may want to know of a gateway.
sealed interface GatewayEvent extends Event {

  /// What a host sent is not what was stored.
  ///
  /// @param key the beginning of its hash
  record WrongContent(String key, HostId host) implements GatewayEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "mkv.content.wrong";
    }

    @Override
    public String message() {
      return "host "
          + host
          + " sent other bytes for the key with hash "
          + key
          + "… than were stored: its disk needs a look; the answer was broken off";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("key", key), new EventField("host", host.text()));
    }
  }

  /// A request failed for a reason of ours.
  record Failed(String requestId, Throwable cause) implements GatewayEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "mkv.request.failed";
    }

    @Override
    public String message() {
      return "request " + requestId + " failed: " + cause.getMessage();
    }
  }

  /// A chore could not be done and will be tried again.
  record ChorePostponed(String what, HostId host, int attempts, String why)
      implements GatewayEvent {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String code() {
      return "mkv.chore.postponed";
    }

    @Override
    public String message() {
      return what + " on host " + host + " failed for time " + attempts + ": " + why;
    }
  }

  /// A new configuration is in use.
  record Reloaded(List<String> ignored, long ringEpoch) implements GatewayEvent {
    @Override
    public Level level() {
      return ignored.isEmpty() ? Level.INFO : Level.WARN;
    }

    @Override
    public String code() {
      return "mkv.config.reloaded";
    }

    @Override
    public String message() {
      return "the configuration was read anew; ring "
          + Long.toHexString(ringEpoch)
          + (ignored.isEmpty() ? "" : "; a new start is needed for " + ignored);
    }
  }

  /// A new configuration cannot be used; the old one stays.
  record ReloadRefused(String why) implements GatewayEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "mkv.config.refused";
    }

    @Override
    public String message() {
      return "the configuration stays as it was: " + why;
    }
  }
}
