package atoll.kit.event;

import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Registry;
import java.util.Locale;

/// Counts every event by level and code, whether it is printed or not, and passes it on. Shared
/// (guarded by its counters).
public final class CountingEvents implements Events {

  private final Events next;
  private final Family<Counter> events;

  public CountingEvents(Registry registry, Events next) {
    this.next = next;
    this.events =
        registry.counters(
            "atoll_events_total", "Events reported, by level and code.", "code", "level");
  }

  @Override
  public void report(Event event) {
    events.with(event.code(), event.level().name().toLowerCase(Locale.ROOT)).increment();
    next.report(event);
  }
}
