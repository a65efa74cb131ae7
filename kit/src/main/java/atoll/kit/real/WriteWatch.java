package atoll.kit.real;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Holds the deadline of writes, which sockets know none for: a write that is late has its
/// connection closed. One check is pending for a connection, however many writes it sees, so that a
/// write in time costs two atomic operations.
///
/// Shared (its two fields are atomic).
final class WriteWatch {

  /// No write is under way.
  private static final long IDLE = Long.MIN_VALUE;

  /// The write under way was too late; nothing follows.
  private static final long LATE = Long.MIN_VALUE + 1;

  /// No check is pending.
  private static final long UNARMED = Long.MAX_VALUE;

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ScheduledThreadPoolExecutor timer;
  private final Runnable closing;

  /// The deadline of the write under way, relative to [#origin], or one of the marks above.
  private final AtomicLong write = new AtomicLong(IDLE);

  /// When the earliest pending check runs, relative to [#origin].
  private final AtomicLong armed = new AtomicLong(UNARMED);

  private final long origin = System.nanoTime();

  WriteWatch(ScheduledThreadPoolExecutor timer, Runnable closing) {
    this.timer = timer;
    this.closing = closing;
  }

  static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        (ScheduledThreadPoolExecutor)
            Executors.newScheduledThreadPool(
                1, Thread.ofPlatform().daemon().name("net-write-watch").factory());
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /// A write begins. The caller has made sure that the deadline has not passed.
  void begin(long atNanos) {
    long until = Math.max(atNanos - origin, LATE + 1);
    write.set(until);
    arm(Math.min(until, now() + LONGEST_NANOS));
  }

  /// The write has ended, well or not.
  ///
  /// @return false if it was too late, and the connection is closed
  boolean end() {
    return write.getAndUpdate(mark -> mark == LATE ? LATE : IDLE) != LATE;
  }

  private void arm(long at) {
    long pending = armed.get();
    while (at < pending) {
      if (armed.compareAndSet(pending, at)) {
        var _ = timer.schedule(() -> check(at), at - now(), TimeUnit.NANOSECONDS);
        return;
      }
      pending = armed.get();
    }
  }

  /// A check that an earlier one has replaced does nothing.
  private void check(long at) {
    if (!armed.compareAndSet(at, UNARMED)) {
      return;
    }
    long until = write.get();
    if (until == IDLE || until == LATE) {
      return;
    }
    long now = now();
    if (until > now) {
      arm(Math.min(until, now + LONGEST_NANOS));
    } else if (write.compareAndSet(until, LATE)) {
      closing.run();
    }
  }

  private long now() {
    return System.nanoTime() - origin;
  }
}
