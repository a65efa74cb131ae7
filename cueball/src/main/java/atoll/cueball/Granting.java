package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Who gets a connection next. As long as nobody waits, claims come and go without a lock; so they
/// do past a waiter that was woken and is not known to have waited for longer than the patience.
///
/// A waiter shows itself first and looks for an idle connection then; whoever gives one back makes
/// it idle first and looks for a waiter then. So one of the two sees the other, and no connection
/// lies idle beside a waiter that sleeps.
///
/// Shared (guarded by the stock's lock, but for what fast claims read).
final class Granting<C> {

  /// How many claims of a connection pass a waiter between two looks at the clock, which cost more
  /// than the claims. A power of two.
  static final int CLAIMS_A_LOOK = 8;

  private final Stock<C> stock;
  private final Clock clock;
  private final int waitingCount;
  private final long patienceNanos;
  private final ArrayDeque<Waiter<C>> waiters = new ArrayDeque<>();

  /// The first of the waiters; written with the lock held.
  private volatile @Nullable Waiter<C> head;

  Granting(Stock<C> stock, Clock clock, PoolLimits limits) {
    this.stock = stock;
    this.clock = clock;
    this.waitingCount = limits.waitingCount();
    this.patienceNanos = limits.times().patience().toNanos();
  }

  // ---- without the lock ----

  /// Takes an idle connection, unless there is none or somebody is known to have waited too long
  /// for it.
  @Nullable Claim<C> take() {
    stock.checkRunning();
    Waiter<C> first = head;
    if (first != null && first.late) {
      return null;
    }
    Claim<C> taken = stock.take();
    if (first != null && taken != null && taken.number() % CLAIMS_A_LOOK == 0) {
      noteIfLate(first);
    }
    return taken;
  }

  private boolean noteIfLate(Waiter<C> waiter) {
    if (!waiter.late && clock.nanos() - waiter.sinceNanos >= patienceNanos) {
      waiter.late = true;
    }
    return waiter.late;
  }

  /// Takes a connection back.
  ///
  /// @return whether the caller has to close it; false also if the claim had ended before
  boolean giveBack(Claim<C> claim, boolean broken) {
    Slot<C> slot = claim.slot;
    if (broken || !stock.isWanted(slot)) {
      return stock.locked(() -> settle(claim, broken));
    }
    if (!slot.release(claim)) {
      return false;
    }
    if (!stock.isWanted(slot)) {
      return stock.locked(() -> dropIdle(slot));
    }
    // One that is woken and late is not passed by: the next claim serves it, unless it comes
    // itself.
    Waiter<C> first = head;
    if (first != null && !first.woken) {
      stock.locked(this::serve);
    }
    return false;
  }

  // ---- with the lock held ----

  private boolean settle(Claim<C> claim, boolean broken) {
    Slot<C> slot = claim.slot;
    if (!broken && stock.isWanted(slot)) {
      if (slot.release(claim)) {
        serve();
      }
      return false;
    }
    if (!slot.retire(claim)) {
      return false;
    }
    stock.drop(slot);
    (broken ? stock.counters.broken() : stock.leaving()).increment();
    return true;
  }

  /// What was given back and turned out unwanted, unless somebody has claimed it meanwhile.
  private boolean dropIdle(Slot<C> slot) {
    if (stock.isWanted(slot) || !slot.retire()) {
      serve();
      return false;
    }
    stock.drop(slot);
    stock.leaving().increment();
    return true;
  }

  /// Hands idle connections to those who have waited too long, and leaves others to the quickest.
  void serve() {
    Waiter<C> first = waiters.peekFirst();
    while (first != null && noteIfLate(first)) {
      Claim<C> taken = stock.take();
      if (taken == null) {
        return;
      }
      waiters.removeFirst();
      showHead();
      first.handed = taken;
      first.signal.raise();
      first = waiters.peekFirst();
    }
    if (first != null && !first.woken && stock.slots().stream().anyMatch(Slot::isIdle)) {
      first.woken = true;
      first.signal.raise();
    }
  }

  private void showHead() {
    head = waiters.peekFirst();
  }

  int waiting() {
    return waiters.size();
  }

  void wakeAll() {
    waiters.forEach(waiter -> waiter.signal.raise());
  }

  // ---- with a lock of their own ----

  /// Takes an idle connection, or joins those who wait.
  ///
  /// @return what was taken, or null if the waiter waits
  @Nullable Claim<C> takeOrWait(Waiter<C> waiter) {
    return stock.locked(() -> {
      Claim<C> taken = take();
      if (taken == null) {
        if (waiters.size() >= waitingCount) {
          stock.counters.refused().increment();
          throw new AtollException(
              Fault.BUSY,
              "pool "
                  + stock.pool
                  + ": "
                  + waiters.size()
                  + " claims wait already; try again later");
        }
        waiters.addLast(waiter);
        showHead();
        serve();
      }
      return taken;
    });
  }

  /// Puts a waiter whose connection proved broken back to where it was: before all others.
  void waitOn(Waiter<C> waiter) {
    stock.locked(() -> {
      waiter.handed = null;
      waiter.woken = true;
      waiters.addFirst(waiter);
      showHead();
      waiter.signal.raise();
    });
  }

  /// What a waiter that was woken gets, or null if it has to go on waiting.
  @Nullable Claim<C> takeAsWaiter(Waiter<C> waiter) {
    return stock.locked(() -> {
      waiter.woken = false;
      Claim<C> handed = waiter.handed;
      if (handed != null) {
        return handed;
      }
      stock.checkRunning();
      Claim<C> taken = waiters.peekFirst() == waiter ? stock.take() : null;
      if (taken != null) {
        waiters.removeFirst();
        showHead();
        waiter.handed = taken;
        serve();
      }
      return taken;
    });
  }

  /// Removes a waiter that waits no longer.
  ///
  /// @return what it was given meanwhile
  @Nullable Claim<C> leave(Waiter<C> waiter) {
    return stock.locked(() -> {
      waiters.remove(waiter);
      showHead();
      serve();
      return waiter.handed;
    });
  }

  /// Claims that very connection if it is idle still and nobody waits for one.
  @Nullable Claim<C> takeForCheck(Slot<C> slot) {
    return stock.locked(() -> waiters.isEmpty() ? stock.take(slot) : null);
  }
}
