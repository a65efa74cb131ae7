package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import atoll.kit.run.WorkFailed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Work on virtual threads, one for each piece, also while it waits for its moment. Cancelling a
/// piece interrupts its thread, and the interrupt status stays: every wait of cancelled work ends
/// with `CANCELLED`, those of its clean-up included.
///
/// Shared (by concurrent collections and counters).
public final class RealRunner implements Runner {

  private static final int NAMES_REPORTED = 10;

  private final Events events;
  private final RunnerLimits limits;
  private final Clock clock = new RealClock();
  private final AtomicInteger count = new AtomicInteger();
  private final Set<RealTask> tasks = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public RealRunner(Events events) {
    this(events, RunnerLimits.USUAL);
  }

  public RealRunner(Events events, RunnerLimits limits) {
    this.events = events;
    this.limits = limits;
  }

  @Override
  public Task submit(String name, Runnable work) {
    return start(name, task -> runOnce(task, work));
  }

  @Override
  public Task schedule(String name, Duration delay, Runnable work) {
    return start(
        name,
        task -> {
          pause(delay);
          runOnce(task, work);
        });
  }

  @Override
  public Task repeat(String name, Duration pause, Runnable work) {
    return start(
        name,
        task -> {
          while (!task.isCancelled()) {
            runOnce(task, work);
            pause(pause);
          }
        });
  }

  @Override
  public Signal signal() {
    return new RealSignal();
  }

  @Override
  public void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException interrupted) {
      throw Waits.cancelled("pausing", interrupted);
    }
  }

  @Override
  public long lane() {
    return Thread.currentThread().threadId();
  }

  @Override
  public void close() {
    closed = true;
    List<RealTask> others =
        tasks.stream().filter(task -> !task.isOn(Thread.currentThread())).toList();
    others.forEach(RealTask::cancel);
    Deadline deadline = Deadline.after(clock, limits.closingTime());
    List<RealTask> left =
        others.stream().filter(task -> !task.awaitThroughInterrupts(deadline)).toList();
    if (!left.isEmpty()) {
      List<String> names = left.stream().limit(NAMES_REPORTED).map(task -> task.name).toList();
      events.report(new WorkLeftBehind(names, left.size(), limits.closingTime()));
    }
  }

  private interface Body {
    void run(RealTask task);
  }

  private Task start(String name, Body body) {
    RealTask task = new RealTask(name);
    admit(task);
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(task, body));
    task.runsOn(thread);
    tasks.add(task);
    if (closed) {
      leave(task);
      throw new AtollException(Fault.CLOSED, "the runner is closed: \"" + name + "\" not begun");
    }
    thread.start();
    return task;
  }

  private void admit(RealTask task) {
    if (count.incrementAndGet() > limits.workCount()) {
      count.decrementAndGet();
      throw new AtollException(
          Fault.BUSY,
          "\"" + task.name + "\" not begun: " + limits.workCount() + " pieces of work run already");
    }
  }

  private void leave(RealTask task) {
    tasks.remove(task);
    count.decrementAndGet();
    task.end();
  }

  private void run(RealTask task, Body body) {
    try {
      if (!task.isCancelled()) {
        body.run(task);
      }
    } catch (AtollException ended) {
      // Work is guarded in runOnce, so what ended here is a pause around it.
      Check.that(ended.fault() == Fault.CANCELLED, () -> "a pause ended with " + ended);
    } finally {
      leave(task);
    }
  }

  /// Work may throw anything at all, and whatever it is must be seen.
  private void runOnce(RealTask task, Runnable work) {
    try {
      work.run();
    } catch (Throwable thrown) {
      if (!(task.isCancelled() && isCancellation(thrown))) {
        events.report(new WorkFailed(task.name, thrown));
      }
    }
  }

  private static boolean isCancellation(Throwable thrown) {
    return thrown instanceof AtollException atoll && atoll.fault() == Fault.CANCELLED;
  }
}
