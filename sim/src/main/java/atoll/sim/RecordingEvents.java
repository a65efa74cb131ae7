package atoll.sim;

import atoll.kit.event.Event;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Remembers what was reported. A test says which errors it asks for with [#expect]; any other
/// event of level ERROR makes [#close()] fail, so use it with try-with-resources:
///
/// ```java
/// try (var events = new RecordingEvents().expect("volume.sync.failed")) { … }
/// ```
///
/// Shared (guarded by its own lock). Keeps the first [#KEPT] events and counts the rest.
public final class RecordingEvents implements Events, AutoCloseable {

  /// How many events are kept.
  public static final int KEPT = 100_000;

  private final Set<String> expected = new HashSet<>();
  private final List<Event> kept = new ArrayList<>();
  private long dropped;

  @Override
  public synchronized void report(Event event) {
    if (kept.size() < KEPT) {
      kept.add(event);
    } else {
      dropped++;
    }
    notifyAll();
  }

  /// Says that errors of this code are what the test is about.
  public synchronized RecordingEvents expect(String code) {
    expected.add(code);
    return this;
  }

  /// Whether this is an error that nobody asked for.
  public synchronized boolean isUnexpected(Event event) {
    return event.level() == Level.ERROR && !expected.contains(event.code());
  }

  /// Everything reported so far, in order.
  public synchronized List<Event> all() {
    return List.copyOf(kept);
  }

  /// What was reported under a code, in order.
  public List<Event> of(String code) {
    return all().stream().filter(event -> event.code().equals(code)).toList();
  }

  /// What was reported of a type, in order.
  public <E extends Event> List<E> of(Class<E> type) {
    return all().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// How many events were reported but not kept.
  public synchronized long dropped() {
    return dropped;
  }

  /// Waits in real time for an event of this code, also one that has been reported before. Work in
  /// a simulation waits for a condition of its world instead.
  ///
  /// @throws AssertionError if none comes in time
  public Event await(String code, Duration atMost) {
    return await("an event " + code, event -> event.code().equals(code), atMost);
  }

  /// As [#await(String, Duration)], for any condition.
  public synchronized Event await(String what, Predicate<Event> wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < kept.size(); seen++) {
        if (wanted.test(kept.get(seen))) {
          return kept.get(seen);
        }
      }
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new AssertionError(
            "waited " + atMost + " for " + what + "; reported were " + codes());
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, interrupted);
      }
    }
  }

  /// Fails if an error was reported that the test did not ask for.
  @Override
  public void close() {
    for (Event event : all()) {
      if (isUnexpected(event)) {
        throw new AssertionError("unexpected error " + event.code() + ": " + event.message());
      }
    }
  }

  private synchronized List<String> codes() {
    return kept.stream().map(Event::code).distinct().toList();
  }
}
