package atoll.kit.log;

import atoll.kit.Clock;
import atoll.kit.event.Event;
import atoll.kit.event.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Which events are printed and which are only counted: the first few of a code in each window are
/// printed. Whoever wants to see DEBUG follows single requests, so each of those is. Confined to
/// the holder of the log's writing lock.
final class Repeats {

  /// More codes than any program has; beyond it codes are printed without being counted.
  private static final int CODES = 4096;

  private final Clock clock;
  private final EventLogLimits limits;

  /// By code, oldest window first.
  private final Map<String, Window> windows = new LinkedHashMap<>();

  Repeats(Clock clock, EventLogLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  private static final class Window {
    final long beganNanos;
    int printed;
    long counted;
    Level level = Level.DEBUG;
    String last = "";

    Window(long beganNanos) {
      this.beganNanos = beganNanos;
    }
  }

  /// Whether to print this event; if not, it has been counted.
  boolean admit(Event event) {
    if (event.level() == Level.DEBUG) {
      return true;
    }
    Window window = windows.get(event.code());
    if (window == null) {
      if (windows.size() >= CODES) {
        return true;
      }
      window = new Window(clock.nanos());
      windows.put(event.code(), window);
    }
    if (window.printed < limits.linesPerCode()) {
      window.printed++;
      return true;
    }
    window.counted++;
    window.level = event.level().compareTo(window.level) > 0 ? event.level() : window.level;
    window.last = event.message();
    return false;
  }

  /// Ends the windows whose time is over (or all of them), and sums up what they counted.
  List<Event> endWindows(boolean all) {
    List<Event> summaries = new ArrayList<>();
    Iterator<Map.Entry<String, Window>> oldestFirst = windows.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<String, Window> entry = oldestFirst.next();
      Window window = entry.getValue();
      long age = clock.nanos() - window.beganNanos;
      if (!all && age < limits.window().toNanos()) {
        break;
      }
      oldestFirst.remove();
      if (window.counted > 0) {
        summaries.add(
            new EventLogEvent.Repeated(
                window.level,
                entry.getKey(),
                window.counted,
                TimeUnit.NANOSECONDS.toMillis(age),
                window.last));
      }
    }
    return summaries;
  }

  /// When the oldest window ends, on the clock's monotonic scale.
  OptionalLong nextEndNanos() {
    return windows.values().stream()
        .mapToLong(window -> window.beganNanos + limits.window().toNanos())
        .findFirst();
  }
}
