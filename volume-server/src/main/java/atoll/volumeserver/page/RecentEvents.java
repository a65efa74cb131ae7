package atoll.volumeserver.page;

import atoll.kit.Clock;
import atoll.kit.event.Event;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Keeps the last events that somebody should look at, and passes all on. Shared (guarded by its
/// lock, which only those events take).
public final class RecentEvents implements Events {

  private static final int KEPT = 50;

  private final Clock clock;
  private final Events next;
  private final Object lock = new Object();
  private final ArrayDeque<Recent> kept = new ArrayDeque<>(KEPT);

  /// One event.
  record Recent(Instant time, Level level, String code, String message) {}

  public RecentEvents(Clock clock, Events next) {
    this.clock = clock;
    this.next = next;
  }

  @Override
  public void report(Event event) {
    if (event.level().compareTo(Level.WARN) >= 0) {
      Recent recent = new Recent(clock.now(), event.level(), event.code(), event.message());
      synchronized (lock) {
        if (kept.size() == KEPT) {
          kept.removeFirst();
        }
        kept.addLast(recent);
      }
    }
    next.report(event);
  }

  /// The newest first.
  List<Recent> newest() {
    synchronized (lock) {
      return new ArrayList<>(kept).reversed();
    }
  }
}
