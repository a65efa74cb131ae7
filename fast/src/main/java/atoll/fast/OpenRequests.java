package atoll.fast;

import atoll.fast.codec.MessageId;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The requests of one connection whose answers have not ended, and whether it takes more: at first
/// it does, then perhaps it is draining, in the end it is over.
///
/// Shared (guarded by its lock, which is never held across a wait).
final class OpenRequests {

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /// What becomes of a request that arrives.
  enum Admission {
    BEGUN,
    /// It is in flight as any other, but must be refused: the connection is draining.
    DRAINING,
    /// Another with its id is in flight.
    DUPLICATE,
    /// The connection is over; it is ignored.
    OVER
  }

  /// How a request leaves.
  enum Leaving {
    /// No other is in flight.
    LAST,
    AMONG_OTHERS,
    /// The connection is over; nobody hears the answer.
    UNHEARD
  }

  /// A request in flight. The task is unknown for a moment, and for one that is refused.
  private record Running(Invocation invocation, @Nullable Task task) {}

  private final int most;
  private final Clock clock;

  /// Raised for the reader once it may go on.
  private final Signal turn;

  private final ReentrantLock lock = new ReentrantLock();

  /// By the id that only they may have.
  private final Map<MessageId, Running> running = new HashMap<>();

  /// Requests whose end is not queued for sending yet. Not the size of the map, because an id must
  /// be free before its end is sent.
  private int unanswered;

  private boolean readerWaits;
  private boolean draining;
  private boolean over;

  OpenRequests(Seams seams, FastLimits limits) {
    this.most = limits.requestCount();
    this.clock = seams.clock();
    this.turn = seams.runner().signal();
  }

  // ---- arriving ----

  /// Waits while as many requests are in flight as may be. Meanwhile nothing is read, so that a
  /// client that sends too much comes to wait as well.
  void awaitTurn() {
    while (mustWait()) {
      var _ = turn.await(Deadline.after(clock, LOOK_AGAIN));
    }
  }

  private boolean mustWait() {
    lock.lock();
    try {
      readerWaits = !over && unanswered >= most;
      return readerWaits;
    } finally {
      lock.unlock();
    }
  }

  Admission admit(Invocation invocation) {
    lock.lock();
    try {
      if (over) {
        return Admission.OVER;
      }
      if (running.putIfAbsent(invocation.id(), new Running(invocation, null)) != null) {
        return Admission.DUPLICATE;
      }
      unanswered++;
      return draining ? Admission.DRAINING : Admission.BEGUN;
    } finally {
      lock.unlock();
    }
  }

  /// Notes who works on a request; cancels it if the connection is over meanwhile.
  void runs(Invocation invocation, Task task) {
    lock.lock();
    try {
      // It may have been answered already, and its id may be another's.
      running.computeIfPresent(
          invocation.id(),
          (id, now) -> now.invocation() == invocation ? new Running(invocation, task) : now);
      if (!over) {
        return;
      }
    } finally {
      lock.unlock();
    }
    task.cancel();
  }

  // ---- leaving ----

  /// Frees the id of a request whose end is about to be sent; [#answered] follows.
  Leaving leave(Invocation invocation) {
    lock.lock();
    try {
      if (over) {
        return Leaving.UNHEARD;
      }
      running.remove(invocation.id());
      return unanswered == 1 ? Leaving.LAST : Leaving.AMONG_OTHERS;
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the end of a request is queued for sending, or never will be.
  void answered() {
    boolean wake;
    lock.lock();
    try {
      unanswered--;
      wake = readerWaits;
    } finally {
      lock.unlock();
    }
    if (wake) {
      turn.raise();
    }
  }

  void drain() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends all requests and cancels the work on them.
  ///
  /// @return those that were in flight; null if this was done before
  @Nullable List<Invocation> end(Runnable beforeCancelling) {
    List<Running> left;
    lock.lock();
    try {
      if (over) {
        return null;
      }
      over = true;
      left = List.copyOf(running.values());
      running.clear();
    } finally {
      lock.unlock();
    }
    turn.raise();
    beforeCancelling.run();
    for (Running each : left) {
      Task task = each.task();
      if (task != null) {
        task.cancel();
      }
    }
    return left.stream().map(Running::invocation).toList();
  }

  // ---- how they are ----

  List<Invocation> list() {
    lock.lock();
    try {
      return running.values().stream().map(Running::invocation).toList();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    return holds(() -> over);
  }

  boolean isIdle() {
    return holds(() -> unanswered == 0);
  }

  /// Whether all is answered and no more will come, but the connection is not over.
  boolean isDrained() {
    return holds(() -> !over && draining && unanswered == 0);
  }

  private boolean holds(BooleanSupplier condition) {
    lock.lock();
    try {
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
