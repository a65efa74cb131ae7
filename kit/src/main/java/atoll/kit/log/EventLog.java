package atoll.kit.log;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.event.Events;
import atoll.kit.event.Level;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import java.io.Flushable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Events as lines, one each. Reporting puts an event into a bounded queue and never waits: one
/// that finds no place is dropped, and the count of those is a line of its own. Many events of one
/// code in a short time are printed once or a few times and then counted; a summary follows.
///
/// A runner reports to a log and a log runs on a runner, so the log is made first and started
/// afterwards; what is reported before waits in the queue. Close the runner first, then the log,
/// which prints what is left.
///
/// Shared (the queue is concurrent; writing is guarded by a lock).
public final class EventLog implements Events, AutoCloseable {

  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Appendable out;
  private final EventForm form;
  private final EventLogLimits limits;
  private final ArrayBlockingQueue<Reported> queue;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();
  private volatile Level level;
  private volatile @Nullable Signal reported;

  /// Guards the fields below and the output.
  private final ReentrantLock writing = new ReentrantLock();

  private final Repeats repeats;

  private record Reported(Instant time, Event event) {}

  public EventLog(Clock clock, Appendable out, EventForm form, Level level) {
    this(clock, out, form, level, EventLogLimits.USUAL);
  }

  public EventLog(Clock clock, Appendable out, EventForm form, Level level, EventLogLimits limits) {
    this.clock = clock;
    this.out = out;
    this.form = form;
    this.level = level;
    this.limits = limits;
    this.queue = new ArrayBlockingQueue<>(limits.queueCount());
    this.repeats = new Repeats(clock, limits);
  }

  /// Begins to print, as one piece of work of the runner.
  public void start(Runner runner) {
    Signal signal = runner.signal();
    reported = signal;
    runner.submit("event log", () -> printUntilCancelled(signal));
  }

  public Level level() {
    return level;
  }

  /// From now on only events of this level or a higher one are printed.
  public void setLevel(Level level) {
    this.level = level;
  }

  @Override
  public void report(Event event) {
    if (event.level().compareTo(level) < 0) {
      return;
    }
    if (!queue.offer(new Reported(clock.now(), event))) {
      dropped.incrementAndGet();
    }
    Signal signal = reported;
    if (signal != null) {
      signal.raise();
    }
  }

  /// How many lines the output refused.
  public long unwrittenCount() {
    return unwritten.get();
  }

  /// Prints what has been reported so far, summaries that are due included.
  public void print() {
    print(false);
  }

  /// Prints everything, summaries that are not due yet included. Reporting goes on to work, but
  /// whoever reports later must print too.
  @Override
  public void close() {
    print(true);
  }

  private void printUntilCancelled(Signal signal) {
    try {
      while (true) {
        print(false);
        var _ = signal.await(nextTurn());
      }
    } catch (AtollException ended) {
      if (ended.fault() != Fault.CANCELLED) {
        throw ended;
      }
    }
  }

  private Deadline nextTurn() {
    writing.lock();
    try {
      long idle = Deadline.after(clock, IDLE).atNanos();
      return new Deadline(repeats.nextEndNanos().orElse(idle));
    } finally {
      writing.unlock();
    }
  }

  private void print(boolean all) {
    writing.lock();
    try {
      for (int left = queue.size(); left > 0; left--) {
        Reported next = queue.poll();
        if (next != null) {
          printGuarded(next);
        }
      }
      for (Event summary : repeats.endWindows(all)) {
        write(clock.now(), summary);
      }
      long lost = dropped.getAndSet(0);
      if (lost > 0) {
        write(clock.now(), new EventLogEvent.Dropped(lost));
      }
      flush();
    } finally {
      writing.unlock();
    }
  }

  /// An event is code of some room: if it fails to read itself out, that is told instead.
  private void printGuarded(Reported next) {
    try {
      if (repeats.admit(next.event())) {
        write(next.time(), next.event());
      }
    } catch (RuntimeException failed) {
      write(
          next.time(),
          new EventLogEvent.Unreadable(Level.ERROR, next.event().getClass().getName(), failed));
    }
  }

  private void write(Instant time, Event event) {
    String line = EventLine.print(form, time, event, limits.lineChars());
    try {
      out.append(line).append('\n');
    } catch (IOException refused) {
      unwritten.incrementAndGet();
    }
  }

  private void flush() {
    if (out instanceof Flushable flushable) {
      try {
        flushable.flush();
      } catch (IOException refused) {
        unwritten.incrementAndGet();
      }
    }
  }
}
