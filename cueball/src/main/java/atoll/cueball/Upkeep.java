package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// What goes on in a pool by itself: connecting, spreading, checking, mixing. Shared (the ledger
/// is, the tasks by a lock).
final class Upkeep<C> {

  private static final Duration LONGEST_REST = Duration.ofHours(1);

  private final String pool;
  private final Ledger<C> ledger;
  private final Connector<C> connector;
  private final PoolTimes times;
  private final Clock clock;
  private final Runner runner;
  private final Events events;
  private final Signal changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Task> tasks = new LinkedHashSet<>();
  private boolean stopping;

  Upkeep(String pool, PoolSeams seams, PoolTimes times, Ledger<C> ledger, Connector<C> connector) {
    this.pool = pool;
    this.ledger = ledger;
    this.connector = connector;
    this.times = times;
    this.clock = seams.clock();
    this.runner = seams.runner();
    this.events = seams.events();
    this.changed = runner.signal();
  }

  void start() {
    keep(runner.submit(name("spread"), this::keepSpread));
    keep(runner.repeat(name("check"), times.check(), this::check));
    keep(runner.repeat(name("decoherence"), times.decoherence(), ledger::mix));
  }

  private String name(String what) {
    return "pool " + pool + " " + what;
  }

  private void keep(Task task) {
    lock.lock();
    try {
      tasks.removeIf(Task::isDone);
      tasks.add(task);
      if (stopping) {
        task.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Cancels everything and waits for it. What has not ended by the deadline closes what it still
  /// brings.
  void stop(Deadline deadline) {
    for (Task task : cancelled()) {
      var _ = task.await(deadline);
    }
    // Dials that were begun just before the task that begins them had ended.
    for (Task task : cancelled()) {
      var _ = task.await(deadline);
    }
  }

  private List<Task> cancelled() {
    lock.lock();
    try {
      stopping = true;
      tasks.forEach(Task::cancel);
      return List.copyOf(tasks);
    } finally {
      lock.unlock();
    }
  }

  /// Says that connections may have to be spread anew.
  void changed() {
    changed.raise();
  }

  private void keepSpread() {
    while (ledger.state() == PoolState.RUNNING) {
      Spreading.Moves<C> moves = ledger.spreading.spread();
      close(moves.closing());
      moves.dials().forEach(this::begin);
      if (!moves.closing().isEmpty()) {
        continue;
      }
      boolean woken =
          changed.await(Deadline.after(clock, ledger.spreading.untilRetry(LONGEST_REST)));
      if (woken && !ledger.spreading.isUrgent()) {
        runner.pause(times.spreadDelay());
      }
    }
  }

  // ---- connecting ----

  private void begin(Spreading.Dial dial) {
    try {
      keep(
          runner.submit(
              "dial " + dial.member().backend + " for pool " + pool, () -> connect(dial)));
    } catch (AtollException refused) {
      ledger.spreading.failed(dial, refused);
    }
  }

  private void connect(Spreading.Dial dial) {
    boolean booked = false;
    try {
      C connection = connector.connect(dial.member().backend, Deadline.after(clock, times.dial()));
      booked = true;
      if (!ledger.spreading.connected(dial, connection)) {
        close(dial.member().backend, connection);
      }
    } catch (RuntimeException failed) {
      booked = true;
      ledger.spreading.failed(dial, failed);
      if (isCancellation(failed)) {
        throw failed;
      }
    } finally {
      if (!booked) {
        ledger.spreading.failed(dial, new IllegalStateException("the connector failed badly"));
      }
      changed.raise();
    }
  }

  private static boolean isCancellation(RuntimeException thrown) {
    return thrown instanceof AtollException ended && ended.fault() == Fault.CANCELLED;
  }

  // ---- checking ----

  private void check() {
    List<Slot<C>> revoked = ledger.revokeOverdue();
    close(revoked);
    if (!revoked.isEmpty()) {
      changed.raise();
    }
    for (Slot<C> slot : ledger.resting()) {
      Claim<C> claim = ledger.granting.takeForCheck(slot);
      if (claim != null) {
        try (claim) {
          check(claim);
        }
      }
    }
  }

  private void check(Claim<C> claim) {
    boolean alive = false;
    try {
      alive = connector.isAlive(claim.slot.connection, Deadline.after(clock, times.checkAnswer()));
    } catch (RuntimeException failed) {
      if (isCancellation(failed)) {
        throw failed;
      }
    } finally {
      if (!alive) {
        claim.broken();
      }
    }
  }

  // ---- what was claimed ----

  /// Whether a connection is of no more use; one that cannot tell is not.
  boolean isBroken(C connection) {
    try {
      return connector.isBroken(connection);
    } catch (RuntimeException failed) {
      return true;
    }
  }

  void close(List<Slot<C>> closing) {
    closing.forEach(slot -> close(slot.member.backend, slot.connection));
  }

  void closeBroken(Slot<C> slot) {
    events.report(new PoolEvent.ConnectionBroken(pool, slot.member.backend));
    close(slot.member.backend, slot.connection);
  }

  void close(Backend backend, C connection) {
    try {
      connector.close(connection);
    } catch (RuntimeException failed) {
      events.report(new PoolEvent.ConnectionCloseFailed(pool, backend, failed));
    }
  }
}
