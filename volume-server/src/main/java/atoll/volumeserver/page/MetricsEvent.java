package atoll.volumeserver.page;

import atoll.kit.event.Event;
import atoll.kit.event.EventField;
import atoll.kit.event.Level;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.List;

/// What becomes of metrics that a master wants pushed.
sealed interface MetricsEvent extends Event {

  /// They arrive, for the first time or again.
  record Pushed(String gateway, Duration every) implements MetricsEvent {

    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "metrics.pushed";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("gateway", gateway));
    }

    @Override
    public String message() {
      return "metrics are pushed to " + gateway + " every " + Durations.brief(every);
    }
  }

  /// They do not arrive, for the first time or again.
  record NotPushed(String gateway, String why) implements MetricsEvent {

    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "metrics.not.pushed";
    }

    @Override
    public List<EventField> fields() {
      return List.of(new EventField("gateway", gateway));
    }

    @Override
    public String message() {
      return "metrics cannot be pushed to " + gateway + ": " + why;
    }
  }
}
