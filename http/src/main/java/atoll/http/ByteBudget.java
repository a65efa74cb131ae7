package atoll.http;

import atoll.kit.Check;
import atoll.kit.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How many bytes of gathered bodies a process may hold at once. One object serves every server and
/// client of a process. Who finds it spent waits in line, and does not read its socket meanwhile.
///
/// Shared, guarded by its own lock.
public final class ByteBudget {

  /// A place in the line, equal to itself alone.
  private static final class Waiter {
    final long bytes;
    final Runnable granted;

    Waiter(long bytes, Runnable granted) {
      this.bytes = bytes;
      this.granted = granted;
    }
  }

  private final long total;
  private final Deque<Waiter> line = new ArrayDeque<>();
  private long used;

  public ByteBudget(long totalBytes) {
    Check.that(totalBytes > 0, "a budget needs bytes");
    this.total = totalBytes;
  }

  public long totalBytes() {
    return total;
  }

  public synchronized long usedBytes() {
    return used;
  }

  /// How many wait for room.
  public synchronized int waiting() {
    return line.size();
  }

  /// Takes bytes if they are free and nobody waits.
  public synchronized boolean tryReserve(long bytes) {
    if (!line.isEmpty() || bytes > total - used) {
      return false;
    }
    used += bytes;
    return true;
  }

  /// Takes bytes now or later.
  ///
  /// @param granted runs once they are taken, on this thread or on the one that made room: it hands
  ///   over and does not work
  /// @return how to leave the line
  public Ticket reserve(long bytes, Runnable granted) {
    Check.that(bytes <= total, () -> bytes + " bytes never fit a budget of " + total);
    Waiter waiter = new Waiter(bytes, granted);
    synchronized (this) {
      if (!tryReserve(bytes)) {
        line.add(waiter);
        return () -> leave(waiter);
      }
    }
    granted.run();
    return () -> false;
  }

  /// Gives bytes back.
  public void release(long bytes) {
    List<Waiter> ready;
    synchronized (this) {
      used -= bytes;
      Check.that(used >= 0, "more bytes given back than were taken");
      ready = admit();
    }
    ready.forEach(waiter -> waiter.granted.run());
  }

  private boolean leave(Waiter waiter) {
    List<Waiter> ready;
    boolean left;
    synchronized (this) {
      left = line.remove(waiter);
      ready = admit();
    }
    ready.forEach(each -> each.granted.run());
    return left;
  }

  private List<Waiter> admit() {
    List<Waiter> ready = new ArrayList<>(0);
    for (Waiter first = line.peek();
        first != null && first.bytes <= total - used;
        first = line.peek()) {
      used += first.bytes;
      ready.add(line.remove());
    }
    return ready;
  }

  public Limit limit() {
    return new Limit(
        "http.bytes.in.flight",
        total + " bytes",
        "bodies wait unread until there is room; answers 503 after the time limit");
  }

  /// A place in the line, or none any more.
  public interface Ticket {

    /// Leaves the line.
    ///
    /// @return whether the place was still there; false means that the bytes are taken
    boolean leave();
  }
}
