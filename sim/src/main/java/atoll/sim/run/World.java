package atoll.sim.run;

import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.event.Event;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import atoll.sim.SimClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What a simulation hands to the code in it, and what simulated things are built from.
///
/// Confined to work of its simulation.
public final class World {

  private final Scheduler scheduler;
  private final SeededRandomness randomness;
  private final RecordingEvents recorded = new RecordingEvents();
  private final SimRunner runner;

  World(Scheduler scheduler, long seed) {
    this.scheduler = scheduler;
    this.randomness = new SeededRandomness(seed).stream("world");
    this.runner = new SimRunner(scheduler, "", this::report);
  }

  // ---- the seams ----

  /// Virtual time.
  public SimClock clock() {
    return scheduler.clock();
  }

  /// The runner that the test itself runs on.
  public Runner runner() {
    return runner;
  }

  /// Another runner, as for a node of its own that may [#crash].
  public Runner runner(String node) {
    return new SimRunner(scheduler, node, this::report);
  }

  /// Chance of its own for each use.
  public SeededRandomness randomness(String use) {
    return randomness.stream(use);
  }

  /// Where the code under test reports to. An ERROR that [#recorded()] was not told to expect fails
  /// the run.
  public Events events() {
    return this::report;
  }

  /// What has been reported.
  public RecordingEvents recorded() {
    return recorded;
  }

  /// The moment `wait` from now.
  public Deadline in(Duration wait) {
    return Deadline.after(scheduler.clock(), wait);
  }

  // ---- what must hold ----

  /// Something that must hold after each step. It must not wait.
  public void invariant(String name, BooleanSupplier holds) {
    scheduler.invariant(name, holds);
  }

  /// As [#invariant], for assertions that throw.
  public void asserted(String name, Runnable assertion) {
    scheduler.invariant(
        name,
        () -> {
          assertion.run();
          return true;
        });
  }

  /// Writes a line into the trace, which a failure shows.
  public void note(String line) {
    scheduler.note("note", line);
  }

  // ---- letting time pass ----

  /// Lets time pass for the calling work.
  public void pause(Duration time) {
    scheduler.pause(time);
  }

  /// Waits until a condition holds, which is looked at after each step.
  ///
  /// @throws AssertionError if it does not hold in time
  public void await(String what, BooleanSupplier condition, Duration atMost) {
    if (!scheduler.await(what, condition, atMost)) {
      throw new AssertionError("waited " + atMost + " for " + what);
    }
  }

  /// Lets all others go on until each of them waits.
  public void settle() {
    scheduler.settle();
  }

  /// Ends a node as a loss of power does: its work stops where it waits, and whatever its handlers
  /// still try has no effect. Returns once its threads are gone.
  public void crash(Runner node) {
    Check.that(node instanceof SimRunner, "a runner of this simulation");
    SimRunner crashed = (SimRunner) node;
    scheduler.note("crash", crashed.toString());
    crashed.refuseWork();
    scheduler.kill(crashed.works());
  }

  // ---- for those who build simulated things ----

  /// A place where work may wait.
  public Gate gate(String name) {
    return new Gate(scheduler, name);
  }

  /// Lets something happen after a delay, outside of any work. The action must not wait.
  public void after(Duration delay, String what, Runnable action) {
    scheduler.after(delay, what, action);
  }

  /// Whether what the caller does may have an effect: false once its node has crashed.
  public boolean mayAct() {
    return scheduler.mayAct();
  }

  /// Throws out of work that must not begin another operation: its node crashed, or it was
  /// cancelled.
  public void checkGoesOn() {
    scheduler.checkGoesOn();
  }

  SimRunner root() {
    return runner;
  }

  private void report(Event event) {
    scheduler.note("event", event.code());
    recorded.report(event);
    if (recorded.isUnexpected(event)) {
      scheduler.failUnexpected(event);
    }
  }
}
