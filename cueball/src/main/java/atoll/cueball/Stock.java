package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.kit.count.Counter;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections a pool holds, and whether it runs. An idle one is taken and given back by one
/// compare-and-set and without the lock; which ones there are changes only with the lock held.
///
/// Whoever makes a connection unwanted writes that down first and looks whether it is idle then;
/// whoever gives one back makes it idle first and looks whether it is wanted then. So one of the
/// two sees the other. Waiters and those who give back meet in the same way ([Granting]).
///
/// Shared (its slots by their atomic values, the rest guarded by its lock).
final class Stock<C> {

  final String pool;
  final PoolMetrics.Counters counters;
  private final Events events;
  private final Claim.Home<C> home;
  private final ReentrantLock lock = new ReentrantLock();

  /// Replaced, never changed; written with the lock held.
  private volatile List<Slot<C>> slots = List.of();

  private volatile PoolState state = PoolState.RUNNING;

  private final Runner runner;
  private final Lanes lanes = new Lanes();

  Stock(String pool, PoolSeams seams, Claim.Home<C> home) {
    this.pool = pool;
    this.counters = seams.metrics().of(pool);
    this.events = seams.events();
    this.runner = seams.runner();
    this.home = home;
  }

  <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable body) {
    lock.lock();
    try {
      body.run();
    } finally {
      lock.unlock();
    }
  }

  // ---- without the lock ----

  PoolState state() {
    return state;
  }

  boolean isRunning() {
    return state == PoolState.RUNNING;
  }

  void checkRunning() {
    PoolState now = state;
    if (now != PoolState.RUNNING) {
      throw new AtollException(Fault.CLOSED, "pool " + pool + " is " + now);
    }
  }

  List<Slot<C>> slots() {
    return slots;
  }

  /// Claims the idle connection whose turn it is in the caller's lane; null if none is idle.
  @Nullable Claim<C> take() {
    List<Slot<C>> now = slots;
    int size = now.size();
    long lane = runner.lane();
    int at = lanes.begin(lane);
    for (int left = size; left > 0; left--) {
      if (at >= size) {
        at = 0;
      }
      Claim<C> claim = now.get(at).claim(home);
      if (claim != null) {
        lanes.took(lane, at, left < size);
        return claim;
      }
      at++;
    }
    return null;
  }

  @Nullable Claim<C> take(Slot<C> slot) {
    return slot.claim(home);
  }

  boolean isWanted(Slot<C> slot) {
    return isRunning() && !slot.member.removed && slot.member.surplus == 0;
  }

  // ---- with the lock held ----

  void enter(PoolState following) {
    state = following;
    events.report(new PoolEvent.StateChanged(pool, following));
  }

  void add(Slot<C> slot) {
    List<Slot<C>> more = new ArrayList<>(slots);
    more.add(slot);
    slots = List.copyOf(more);
    slot.member.held++;
  }

  /// Forgets a connection that is out of use.
  void drop(Slot<C> slot) {
    List<Slot<C>> fewer = new ArrayList<>(slots);
    Check.that(fewer.remove(slot), "a connection is dropped once");
    slots = List.copyOf(fewer);
    slot.member.held--;
    slot.member.surplus = Math.max(0, slot.member.surplus - 1);
  }

  /// Takes idle connections out of use as long as the predicate says so.
  List<Slot<C>> dropIdle(Predicate<Slot<C>> which) {
    List<Slot<C>> dropped = new ArrayList<>();
    for (Slot<C> slot : slots) {
      if (which.test(slot) && slot.retire()) {
        drop(slot);
        dropped.add(slot);
      }
    }
    leaving().add(dropped.size());
    return dropped;
  }

  Counter leaving() {
    return isRunning() ? counters.spread() : counters.stopped();
  }

  void reorder(List<Slot<C>> mixed) {
    slots = List.copyOf(mixed);
  }
}
