package atoll.sim.run;

import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A piece of work with a thread of its own, which runs only while it holds the baton. Confined to
/// whoever holds the baton, but for [#mayRun].
final class Work implements Task {

  /// Where it stands.
  enum State {
    /// Begins at a moment to come.
    SCHEDULED,
    /// Could go on, or begin.
    READY,
    /// Could go on, but is held up.
    STALLED,
    /// Holds the baton.
    RUNNING,
    /// Stands at a gate.
    WAITING,
    DONE
  }

  final Scheduler scheduler;
  final SimRunner owner;
  final int number;
  final String name;
  final Runnable job;
  final Gate done;

  State state = State.SCHEDULED;
  boolean cancelled;
  boolean killed;

  /// Whether a wait goes on although the work is cancelled: it is cleaning up.
  boolean shielded;

  /// How often it asked to go on although it was cancelled or killed.
  int refusals;

  /// Whether the last wait ended because it was woken.
  boolean woken;

  @Nullable Gate at;
  @Nullable Timer timer;
  @Nullable Thread thread;

  private volatile boolean mayRun;

  Work(Scheduler scheduler, SimRunner owner, int number, String name, Runnable job) {
    this.scheduler = scheduler;
    this.owner = owner;
    this.number = number;
    this.name = name;
    this.job = job;
    this.done = new Gate(scheduler, "the end of \"" + name + "\"");
  }

  /// Gives the baton to this work; the caller must not touch anything shared afterwards.
  void takeBaton() {
    Thread mine = thread;
    if (mine == null) {
      Thread fresh = Thread.ofVirtual().name("sim " + name).unstarted(this::run);
      thread = fresh;
      fresh.start();
    } else {
      mayRun = true;
      LockSupport.unpark(mine);
    }
  }

  /// Waits for the baton.
  void awaitBaton() {
    while (!mayRun) {
      LockSupport.park(this);
      // An interrupt means nothing here, but while it stands every park returns at once.
      Thread.interrupted();
    }
    mayRun = false;
  }

  /// Whether no further wait may begin.
  boolean mustEnd() {
    return killed || (cancelled && !shielded);
  }

  private void run() {
    Throwable thrown = null;
    try {
      if (!killed) {
        job.run();
      }
    } catch (Throwable failure) {
      thrown = failure;
    }
    scheduler.end(this, thrown);
  }

  @Override
  public void cancel() {
    if (scheduler.mayAct()) {
      scheduler.cancel(this);
    }
  }

  @Override
  public boolean isDone() {
    return state == State.DONE;
  }

  @Override
  public boolean await(Deadline deadline) {
    Check.that(scheduler.current() != this, "a work that waits for its own end never ends");
    while (state != State.DONE) {
      if (!done.await(deadline)) {
        return state == State.DONE;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    String place =
        switch (state) {
          case SCHEDULED -> "begins" + untilTimer();
          case READY -> "could go on";
          case STALLED -> "is held up";
          case RUNNING -> "runs";
          case WAITING -> "waits for " + (at == null ? "nothing" : at.name()) + untilTimer();
          case DONE -> "is done";
        };
    return "\"" + name + "\" " + place + (cancelled ? " (cancelled)" : "");
  }

  private String untilTimer() {
    return timer == null ? ", no timer" : ", timer at +" + Duration.ofNanos(timer.atNanos());
  }
}
