package atoll.cueballdns;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import java.time.Duration;
import java.util.List;

/// What happens while a service is looked up.
public sealed interface DnsEvent extends Event {

  /// The name that is looked up.
  String service();

  @Override
  default List<EventField> fields() {
    return List.of(new EventField("service", service()));
  }

  /// No name server answers; reported once until one does.
  record LookUpFailed(String service, Duration retryAfter, Throwable cause) implements DnsEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.dns.failed";
    }

    @Override
    public String message() {
      return "looking up "
          + service
          + " failed, what was found before stays: "
          + cause.getMessage()
          + "; the next attempt is in "
          + retryAfter.toMillis()
          + " ms";
    }
  }

  /// The name servers answer that there is nothing; reported once until there is something.
  record NothingFound(String service, Duration retryAfter) implements DnsEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "cueball.dns.nothing";
    }

    @Override
    public String message() {
      return "the name servers know no address for "
          + service
          + ", what was found before stays; the next attempt is in "
          + retryAfter.toMillis()
          + " ms; is the name right?";
    }
  }

  /// The name servers answer again.
  record LookUpWorks(String service) implements DnsEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "cueball.dns.works";
    }

    @Override
    public String message() {
      return "looking up " + service + " works again";
    }
  }
}
