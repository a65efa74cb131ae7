package atoll.sim.run;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.run.WorkFailed;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides who goes on. Each work has a thread; exactly one holds the baton and touches anything
/// here. When it must wait, it picks the next by the seed, hands the baton over and parks. When
/// nobody can go on, the clock jumps to the next timer.
///
/// A run passes through three phases: the main work lives ([Phase#RUNNING]); it has ended, others
/// go on while they can without time passing and are then cancelled ([Phase#CLOSING]); or something
/// went wrong and every wait throws [Killed] ([Phase#KILLING]).
///
/// Confined to whoever holds the baton, but for the volatile fields, which the watcher reads.
final class Scheduler {

  private static final int REFUSALS = 10_000;

  private enum Phase {
    RUNNING,
    CLOSING,
    KILLING
  }

  final SimulationLimits limits;
  final Trace trace = new Trace();

  private final long seed;
  private final SeededRandomness order;
  private final List<Work> ready = new ArrayList<>();
  private final Set<Work> living = new LinkedHashSet<>();
  private final Timers timers;
  private final Expectations expectations = new Expectations();
  private final Gate pauses = new Gate(this, "time to pass");
  private final Gate settled = new Gate(this, "everything else to wait");
  private final CountDownLatch over = new CountDownLatch(1);

  private Phase phase = Phase.RUNNING;
  private boolean cancelledAll;
  private boolean inCallback;
  private int worksBegun;
  private @Nullable Work main;
  private volatile @Nullable Work holder;
  private volatile @Nullable SimulationFailure failure;
  private volatile long step;

  Scheduler(long seed, SimulationLimits limits) {
    this.seed = seed;
    this.limits = limits;
    this.order = new SeededRandomness(seed).stream("order");
    this.timers = new Timers(order, limits.virtualTime().toNanos());
  }

  // ---- the outside: the thread that started the simulation ----

  /// Runs `first` and all that comes of it, to the end.
  Outcome run(SimRunner owner, Runnable first) {
    Work begun = create(owner, "main", first);
    main = begun;
    holder = begun;
    begun.state = Work.State.RUNNING;
    begun.takeBaton();
    new Watcher(limits.patience()).watch(over, () -> step, this::stuck);
    SimulationFailure failed = failure;
    if (failed != null) {
      throw failed;
    }
    return new Outcome(seed, trace.hash(), step, clock().elapsed());
  }

  private SimulationFailure stuck() {
    Work stuckWork = holder;
    SimulationFailure report =
        new SimulationFailure(
            seed,
            headline("no step within " + limits.patience() + " of real time: " + stuckWork)
                + "\nIt blocks or loops outside of the seams, perhaps on a lock held while waiting.",
            null);
    Thread thread = stuckWork == null ? null : stuckWork.thread;
    if (thread != null) {
      report.setStackTrace(thread.getStackTrace());
    }
    return report;
  }

  // ---- waiting and waking ----

  /// The work that holds the baton, which must be the caller.
  Work current() {
    Work work = holder;
    if (work == null || !Thread.currentThread().equals(work.thread)) {
      throw new AssertionError("simulated things are touched by work of their own simulation only");
    }
    return work;
  }

  /// Whether what the caller does may still have an effect; work that was killed has none.
  boolean mayAct() {
    return inCallback || !current().killed;
  }

  /// Throws out of work that was killed.
  void checkLives() {
    if (!inCallback && current().killed) {
      checkGoesOn();
    }
  }

  /// Throws unless the calling work may begin another wait.
  void checkGoesOn() {
    Work self = current();
    Check.that(!inCallback, "a timer's action or an invariant must not wait");
    if (self.mustEnd()) {
      if (++self.refusals > REFUSALS) {
        refuseToEnd(self);
      }
      if (self.killed) {
        throw new Killed(self.name);
      }
      throw new AtollException(
          Fault.CANCELLED, "work \"" + self.name + "\" was cancelled; it has to end");
    }
  }

  boolean await(Gate gate, long untilNanos) {
    checkGoesOn();
    Work self = current();
    if (untilNanos <= elapsed()) {
      return false;
    }
    self.woken = false;
    self.at = gate;
    self.state = Work.State.WAITING;
    gate.waiting.add(self);
    if (untilNanos <= timers.lastNanos()) {
      self.timer = timers.add(untilNanos, self.name, () -> leave(self, false));
    }
    passBaton(self);
    if (self.killed || !self.woken) {
      checkGoesOn();
    }
    return self.woken;
  }

  void pause(Duration time) {
    checkGoesOn();
    Work self = current();
    if (time.isZero() || time.isNegative()) {
      self.state = Work.State.READY;
      ready.add(self);
      passBaton(self);
      checkGoesOn();
    } else {
      await(pauses, timers.after(time));
    }
  }

  /// Waits until nobody can go on without time passing.
  void settle() {
    await(settled, Long.MAX_VALUE);
  }

  /// Waits for a condition, which is looked at after each step.
  boolean await(String what, BooleanSupplier condition, Duration atMost) {
    long until = timers.after(atMost);
    Gate gate = new Gate(this, what);
    expectations.await(gate, condition);
    try {
      while (!condition.getAsBoolean()) {
        if (!await(gate, until)) {
          return condition.getAsBoolean();
        }
      }
      return true;
    } finally {
      expectations.forget(gate);
    }
  }

  void wake(Work work) {
    leave(work, true);
  }

  private void leave(Work work, boolean woken) {
    Gate gate = work.at;
    if (gate != null) {
      gate.waiting.remove(work);
    }
    forgetTimer(work);
    work.at = null;
    work.woken = woken;
    work.state = Work.State.READY;
    ready.add(work);
  }

  private void forgetTimer(Work work) {
    Timer timer = work.timer;
    if (timer != null) {
      timers.remove(timer);
      work.timer = null;
    }
  }

  // ---- works ----

  /// A work that may go on at once.
  Work start(SimRunner owner, String name, Runnable job) {
    Work work = create(owner, name, job);
    work.state = Work.State.READY;
    ready.add(work);
    return work;
  }

  /// A work that begins after a delay.
  Work startLater(SimRunner owner, String name, Duration delay, Runnable job) {
    if (delay.isZero() || delay.isNegative()) {
      return start(owner, name, job);
    }
    Work work = create(owner, name, job);
    work.timer = timers.add(timers.after(delay), name, () -> leave(work, false));
    return work;
  }

  private Work create(SimRunner owner, String name, Runnable job) {
    if (cancelledAll || phase == Phase.KILLING) {
      throw new AtollException(
          Fault.CLOSED, "work \"" + name + "\" comes too late: the simulation is over");
    }
    if (living.size() >= limits.works()) {
      throw new AtollException(
          Fault.BUSY,
          "work \"" + name + "\" finds " + limits.works() + " others; let some of them end first");
    }
    Work work = new Work(this, owner, ++worksBegun, name, job);
    living.add(work);
    return work;
  }

  void cancel(Work work) {
    if (work.state == Work.State.DONE || work.cancelled) {
      return;
    }
    work.cancelled = true;
    if (work.thread == null) {
      ready.remove(work);
      forgetTimer(work);
      conclude(work);
    } else if (work.state == Work.State.WAITING && !work.shielded) {
      leave(work, false);
    }
  }

  /// Lets nothing more of these works happen, and waits until their threads are gone.
  void kill(List<Work> works) {
    for (Work work : works) {
      Check.that(work != current(), "work cannot crash the node it runs on; let another one do it");
      kill(work);
    }
    for (Work work : works) {
      work.await(deadline(timers.lastNanos()));
    }
  }

  private void kill(Work work) {
    if (work.state == Work.State.DONE || work.killed) {
      return;
    }
    work.killed = true;
    switch (work.state) {
      case WAITING -> leave(work, false);
      case SCHEDULED, READY, STALLED -> {
        if (work.thread == null) {
          ready.remove(work);
          forgetTimer(work);
          conclude(work);
        } else if (work.state == Work.State.STALLED) {
          leave(work, work.woken);
        }
      }
      case RUNNING, DONE -> {}
    }
  }

  List<Work> living() {
    return List.copyOf(living);
  }

  /// The last thing a work's thread does.
  void end(Work work, @Nullable Throwable thrown) {
    if (thrown != null && !work.killed) {
      boolean obeyed =
          work.cancelled
              && thrown instanceof AtollException fault
              && fault.fault() == Fault.CANCELLED;
      if (work == main || thrown instanceof AssertionError) {
        fail("work \"" + work.name + "\" threw " + thrown, thrown);
      } else if (!obeyed) {
        work.owner.reportFailure(work.name, thrown);
      }
    }
    conclude(work);
    if (work == main && phase == Phase.RUNNING) {
      phase = Phase.CLOSING;
    }
    Work next = next();
    if (next == null) {
      over.countDown();
    } else {
      give(next);
    }
  }

  private void conclude(Work work) {
    work.state = Work.State.DONE;
    living.remove(work);
    work.owner.forget(work);
    work.done.wakeAll();
  }

  // ---- the baton ----

  private void passBaton(Work self) {
    Work next = next();
    if (next == null) {
      throw new AssertionError("the calling work lives, so somebody can go on");
    }
    if (next != self) {
      give(next);
      self.awaitBaton();
    } else {
      self.state = Work.State.RUNNING;
    }
  }

  private void give(Work next) {
    next.state = Work.State.RUNNING;
    holder = next;
    next.takeBaton();
  }

  /// Picks who goes on; null once no work lives.
  private @Nullable Work next() {
    while (true) {
      checkExpectations();
      countStep();
      if (phase == Phase.KILLING) {
        return nextToKill();
      }
      if (!ready.isEmpty()) {
        Work picked = pick();
        if (!stall(picked)) {
          trace.add(step, elapsed(), "run", picked.name);
          return picked;
        }
      } else if (!settled.waiting.isEmpty()) {
        settled.wakeAll();
      } else if (phase == Phase.CLOSING && !cancelledAll) {
        cancelledAll = true;
        living().forEach(this::cancel);
      } else if (living.isEmpty()) {
        return null;
      } else {
        fireNextTimer();
      }
    }
  }

  private Work pick() {
    int index = draw(ready.size());
    Work picked = ready.get(index);
    Work last = ready.removeLast();
    if (last != picked) {
      ready.set(index, last);
    }
    return picked;
  }

  private boolean stall(Work work) {
    if (!order.chance(limits.stallChance())) {
      return false;
    }
    long nanos = 1 + order.nextLong(Math.max(1, limits.longestStall().toNanos()));
    work.state = Work.State.STALLED;
    work.timer =
        timers.add(timers.after(Duration.ofNanos(nanos)), work.name, () -> leave(work, work.woken));
    trace.add(step, elapsed(), "stall", work.name);
    return true;
  }

  private void fireNextTimer() {
    Timer timer = timers.pollFirst();
    if (timer == null) {
      fail("deadlock: nobody can go on before virtual time ends at +" + limits.virtualTime());
    } else if (timer.atNanos() > timers.lastNanos()) {
      fail("virtual time ran out after " + limits.virtualTime());
    } else {
      if (timer.atNanos() > elapsed()) {
        timers.clock().advance(Duration.ofNanos(timer.atNanos() - elapsed()));
      }
      trace.add(step, elapsed(), "timer", timer.what());
      callback("timer \"" + timer.what() + "\"", timer.action());
    }
  }

  private @Nullable Work nextToKill() {
    timers.clear();
    living().forEach(this::kill);
    if (living.isEmpty()) {
      return null;
    }
    Check.that(!ready.isEmpty(), "killed work can go on");
    return ready.removeFirst();
  }

  // ---- timers and invariants ----

  void invariant(String name, BooleanSupplier holds) {
    expectations.invariant(name, holds);
  }

  private void checkExpectations() {
    if (phase != Phase.KILLING) {
      expectations.look(this::callback, this::fail);
    }
  }

  private void callback(String what, Runnable action) {
    boolean before = inCallback;
    inCallback = true;
    try {
      action.run();
    } catch (RuntimeException | Error thrown) {
      fail(what + " threw " + thrown, thrown);
    } finally {
      inCallback = before;
    }
  }

  /// A timer that belongs to no work; refused to killed work.
  void after(Duration delay, String what, Runnable action) {
    checkLives();
    timers.add(timers.after(delay), what, action);
  }

  void note(String kind, String line) {
    trace.add(step, elapsed(), kind, line);
  }

  // ---- failing ----

  void failUnexpected(Event event) {
    Throwable cause = event instanceof WorkFailed failed ? failed.cause() : null;
    fail("unexpected error " + event.code() + ": " + event.message(), cause);
  }

  void fail(String what) {
    fail(what, null);
  }

  void fail(String what, @Nullable Throwable cause) {
    if (failure == null) {
      StringBuilder text = new StringBuilder(headline(what));
      living.forEach(work -> text.append("\n  ").append(work));
      text.append("\nlast events:");
      trace.last().forEach(line -> text.append('\n').append(line));
      failure = new SimulationFailure(seed, text.toString(), cause);
    }
    phase = Phase.KILLING;
  }

  private String headline(String what) {
    return "seed " + seed + ", step " + step + ", at +" + clock().elapsed() + ": " + what;
  }

  private void countStep() {
    long next = step + 1;
    step = next;
    if (next > limits.steps() && phase != Phase.KILLING) {
      fail("more than " + limits.steps() + " steps");
    }
  }

  /// For work that swallows every request to end: gives the baton away for good.
  private void refuseToEnd(Work work) {
    fail(work + " goes on although it was told to end " + REFUSALS + " times");
    conclude(work);
    work.killed = true;
    Work next = next();
    if (next == null) {
      over.countDown();
    } else {
      give(next);
    }
    while (true) {
      LockSupport.park(this);
    }
  }

  // ---- time and chance ----

  SimClock clock() {
    return timers.clock();
  }

  long elapsed() {
    return timers.elapsed();
  }

  long elapsedAt(Deadline deadline) {
    long left = deadline.remainingNanos(clock());
    return left <= 0 ? elapsed() : timers.after(Duration.ofNanos(left));
  }

  private Deadline deadline(long atNanos) {
    return Deadline.after(clock(), Duration.ofNanos(atNanos - elapsed()));
  }

  /// A draw for ordering: below `bound`.
  int draw(int bound) {
    return bound == 1 ? 0 : order.nextInt(bound);
  }
}
