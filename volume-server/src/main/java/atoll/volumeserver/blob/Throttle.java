package atoll.volumeserver.blob;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Counts bytes in flight in one direction, and lets newcomers wait while there are more than a
/// bound. One request may exceed the bound; the next one waits then.
///
/// Shared (the line of those who wait is guarded by its lock).
final class Throttle {

  /// Somebody who waits; one of the two is called, once, and must be quick.
  interface Waiter {

    /// Its turn has come, and its bytes are counted.
    void admitted();

    /// Nothing became free in time.
    void timedOut(long inFlightBytes);
  }

  private static final class Place {
    final long bytes;
    final Waiter waiter;
    Future<?> timer = NEVER;

    Place(long bytes, Waiter waiter) {
      this.bytes = bytes;
      this.waiter = waiter;
    }
  }

  private static final Future<?> NEVER = new FutureTask<>(() -> null);

  private final long bytesMax;
  private final Duration waitMax;
  private final ScheduledExecutorService timers;
  private final AtomicLong inFlight = new AtomicLong();
  private final Object lock = new Object();
  private final Deque<Place> line = new ArrayDeque<>();

  /// @param bytesMax 0 means that nobody ever waits
  Throttle(long bytesMax, Duration waitMax, ScheduledExecutorService timers) {
    this.bytesMax = bytesMax;
    this.waitMax = waitMax;
    this.timers = timers;
  }

  long bytesMax() {
    return bytesMax;
  }

  long inFlightBytes() {
    return inFlight.get();
  }

  /// Whether a newcomer has to wait.
  boolean isOver() {
    return bytesMax != 0 && inFlight.get() > bytesMax;
  }

  /// Counts bytes, whatever the bound is.
  void add(long bytes) {
    inFlight.addAndGet(bytes);
  }

  /// Bytes are out of flight: those who wait may have their turn.
  void remove(long bytes) {
    inFlight.addAndGet(-bytes);
    if (bytesMax != 0) {
      admit();
    }
  }

  /// Waits in line, also where it is free by now: the turn may come before this returns.
  ///
  /// @param bytes to be counted with the turn
  void await(long bytes, Waiter waiter) {
    Place place = new Place(bytes, waiter);
    synchronized (lock) {
      line.add(place);
      place.timer = timers.schedule(() -> giveUp(place), waitMax.toMillis(), TimeUnit.MILLISECONDS);
    }
    admit();
  }

  private void admit() {
    List<Place> ready = new ArrayList<>(0);
    synchronized (lock) {
      while (!isOver() && !line.isEmpty()) {
        Place first = line.remove();
        first.timer.cancel(false);
        inFlight.addAndGet(first.bytes);
        ready.add(first);
      }
    }
    for (Place each : ready) {
      each.waiter.admitted();
    }
  }

  private void giveUp(Place place) {
    boolean waited;
    synchronized (lock) {
      waited = line.remove(place);
    }
    if (waited) {
      place.waiter.timedOut(inFlight.get());
    }
  }
}
