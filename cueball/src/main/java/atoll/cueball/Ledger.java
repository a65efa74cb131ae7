package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.count.Counter;
import atoll.kit.event.Events;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything a pool knows: its backends, its connections and who has or awaits them. No method
/// waits or calls a connector; what is to be closed is handed to the caller.
///
/// Two equations hold whenever the lock is free: the connections are those idle and those claimed,
/// and together with those being made that have a place they are never more than the places.
///
/// Shared (guarded by its lock).
final class Ledger<C> {

  /// A connection to be made.
  ///
  /// @param place whether it has a place in the pool, or merely probes its backend
  /// @param failuresBefore the backend's failures when it began
  record Dial(Member member, boolean place, int failuresBefore) {}

  /// What has to happen for connections to lie as they should.
  record Moves<C>(List<Dial> dials, List<Slot<C>> closing) {}

  private final String pool;
  private final PoolLimits limits;
  private final Clock clock;
  private final Randomness randomness;
  private final Events events;
  private final PoolMetrics.Counters counters;
  private final Claim.Home<C> home;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Member> members = new ArrayList<>();
  private final Set<Slot<C>> slots = new LinkedHashSet<>();
  private final ArrayDeque<Slot<C>> idle = new ArrayDeque<>();
  private final ArrayDeque<Waiter<C>> waiters = new ArrayDeque<>();
  private final long patienceNanos;
  private PoolState state = PoolState.RUNNING;
  private int placesDialled;
  private int dialsUnderWay;
  private @Nullable Throwable lastFailure;

  Ledger(String pool, PoolSeams seams, PoolLimits limits, Claim.Home<C> home) {
    this.pool = pool;
    this.limits = limits;
    this.clock = seams.clock();
    this.randomness = seams.randomness();
    this.events = seams.events();
    this.counters = seams.metrics().of(pool);
    this.home = home;
    this.patienceNanos = limits.times().patience().toNanos();
  }

  PoolMetrics.Counters counters() {
    return counters;
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  // ---- claims ----

  /// Takes an idle connection, unless there is none or somebody has waited too long for it.
  @Nullable Claim<C> take() {
    lock.lock();
    try {
      checkRunning();
      return takeIdle();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Claim<C> takeIdle() {
    Waiter<C> head = waiters.peekFirst();
    if (head != null && clock.nanos() - head.sinceNanos >= patienceNanos) {
      return null;
    }
    Slot<C> slot = idle.pollFirst();
    return slot == null ? null : claimed(slot);
  }

  private Claim<C> claimed(Slot<C> slot) {
    Claim<C> claim = new Claim<>(slot, home);
    slot.claim = claim;
    slot.seen = false;
    return claim;
  }

  /// Takes an idle connection, or joins those who wait.
  ///
  /// @return what was taken, or null if the waiter waits
  @Nullable Claim<C> takeOrWait(Waiter<C> waiter) {
    return locked(() -> {
      checkRunning();
      Claim<C> taken = takeIdle();
      if (taken == null) {
        if (waiters.size() >= limits.waitingCount()) {
          counters.refused().increment();
          throw new AtollException(
              Fault.BUSY,
              "pool " + pool + ": " + waiters.size() + " claims wait already; try again later");
        }
        waiters.addLast(waiter);
      }
      return taken;
    });
  }

  /// Puts a waiter whose connection proved broken back to where it was: before all others.
  void waitOn(Waiter<C> waiter) {
    lock.lock();
    try {
      waiter.handed = null;
      waiters.addFirst(waiter);
      waiter.woken = true;
      waiter.signal.raise();
    } finally {
      lock.unlock();
    }
  }

  /// What a waiter that was woken gets, or null if it has to go on waiting.
  @Nullable Claim<C> takeAsWaiter(Waiter<C> waiter) {
    return locked(() -> {
      waiter.woken = false;
      Claim<C> handed = waiter.handed;
      if (handed != null) {
        return handed;
      }
      checkRunning();
      if (idle.isEmpty() || waiters.peekFirst() != waiter) {
        return null;
      }
      waiters.removeFirst();
      Claim<C> taken = claimed(idle.removeFirst());
      waiter.handed = taken;
      wakeHead();
      return taken;
    });
  }

  /// Removes a waiter that waits no longer.
  ///
  /// @return what it was given meanwhile
  @Nullable Claim<C> leave(Waiter<C> waiter) {
    return locked(() -> {
      waiters.remove(waiter);
      wakeHead();
      return waiter.handed;
    });
  }

  /// What a waiter is told whose deadline has passed.
  AtollException late() {
    return locked(() -> {
      counters.late().increment();
      String held = slots.size() + " of " + limits.connectionCount() + " connections are there";
      if (!slots.isEmpty()) {
        return new AtollException(
            Fault.BUSY,
            "pool "
                + pool
                + ": no connection came free in time; "
                + held
                + ", "
                + waiters.size()
                + " other claims wait; raise pool.connection.count or hold claims shorter");
      }
      String why =
          members.isEmpty()
              ? "its resolver names no backend"
              : "none of " + members.size() + " backends could be reached";
      return new AtollException(
          Fault.UNREACHABLE,
          "pool " + pool + ": no connection came about in time; " + why,
          lastFailure);
    });
  }

  /// Takes a connection back.
  ///
  /// @return whether the caller has to close it; false also if the claim had ended before
  boolean giveBack(Claim<C> claim, boolean broken) {
    lock.lock();
    try {
      Slot<C> slot = claim.slot;
      if (slot.claim != claim) {
        return false;
      }
      slot.claim = null;
      claim.ended = true;
      Member member = slot.member;
      if (!broken && !member.removed && member.surplus == 0 && state == PoolState.RUNNING) {
        offer(slot);
        return false;
      }
      drop(slot);
      (broken ? counters.broken() : leaving()).increment();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Counter leaving() {
    return state == PoolState.RUNNING ? counters.spread() : counters.stopped();
  }

  private void drop(Slot<C> slot) {
    Check.that(slots.remove(slot), "a connection is dropped once");
    slot.member.held--;
    slot.member.surplus = Math.max(0, slot.member.surplus - 1);
  }

  /// Hands a free connection to whoever has waited too long, or else leaves it to the quickest.
  private void offer(Slot<C> slot) {
    Waiter<C> head = waiters.peekFirst();
    if (head != null && clock.nanos() - head.sinceNanos >= patienceNanos) {
      waiters.removeFirst();
      head.handed = claimed(slot);
      head.signal.raise();
    } else {
      idle.addLast(slot);
      wakeHead();
    }
  }

  private void wakeHead() {
    Waiter<C> head = waiters.peekFirst();
    if (head != null && !idle.isEmpty() && !head.woken) {
      head.woken = true;
      head.signal.raise();
    }
  }

  private void checkRunning() {
    if (state != PoolState.RUNNING) {
      throw new AtollException(Fault.CLOSED, "pool " + pool + " is " + state);
    }
  }

  // ---- backends ----

  /// Takes over what the resolver says.
  ///
  /// @return the connections that must be closed now
  List<Slot<C>> report(Collection<Backend> named) {
    return locked(() -> {
      if (state != PoolState.RUNNING) {
        return List.of();
      }
      List<Backend> known = members.stream().map(member -> member.backend).toList();
      BackendChange change = BackendChange.between(known, named);
      if (change.isNone()) {
        return List.of();
      }
      Set<Backend> removed = new HashSet<>(change.removed());
      members.stream()
          .filter(member -> removed.contains(member.backend))
          .forEach(member -> member.removed = true);
      members.removeIf(member -> member.removed);
      List<Backend> added = admitted(change.added());
      // Each pool has an order of its own, so that not all clients prefer the same backends.
      added.forEach(
          backend -> members.add(randomness.nextInt(members.size() + 1), new Member(backend)));
      events.report(
          new PoolEvent.BackendsChanged(
              pool, new BackendChange(added, change.removed()), members.size()));
      return dropIdle(slot -> slot.member.removed);
    });
  }

  private List<Backend> admitted(List<Backend> added) {
    int room = Math.max(0, limits.backendCount() - members.size());
    if (added.size() > room) {
      events.report(
          new PoolEvent.BackendsIgnored(pool, added.size() - room, limits.backendCount()));
      return added.subList(0, room);
    }
    return added;
  }

  private List<Slot<C>> dropIdle(Predicate<Slot<C>> which) {
    List<Slot<C>> dropped = idle.stream().filter(which).toList();
    if (!dropped.isEmpty()) {
      idle.removeIf(which);
      dropped.forEach(this::drop);
      leaving().add(dropped.size());
    }
    return dropped;
  }

  // ---- spreading ----

  /// Plans how connections should lie and books what is to be done.
  Moves<C> spread() {
    return locked(() -> {
      if (state != PoolState.RUNNING) {
        return new Moves<>(List.of(), List.of());
      }
      long now = clock.nanos();
      List<Spread.Move> plan =
          Spread.plan(
              members.stream().map(member -> member.share(now)).toList(),
              limits.connectionCount(),
              room(),
              limits.dialCount() - dialsUnderWay);
      List<Dial> dials = new ArrayList<>();
      List<Slot<C>> closing = new ArrayList<>();
      for (int at = 0; at < plan.size(); at++) {
        book(members.get(at), plan.get(at), dials, closing);
      }
      return new Moves<>(dials, closing);
    });
  }

  private void book(Member member, Spread.Move move, List<Dial> dials, List<Slot<C>> closing) {
    for (int count = 0; count < move.dials(); count++) {
      dials.add(new Dial(member, true, member.failures));
    }
    if (move.probe()) {
      member.probing = true;
      dials.add(new Dial(member, false, member.failures));
    }
    member.dialling += move.dials();
    placesDialled += move.dials();
    dialsUnderWay += move.dials() + (move.probe() ? 1 : 0);
    member.surplus = move.surplus();
    List<Slot<C>> resting =
        idle.stream().filter(slot -> slot.member == member).limit(move.surplus()).toList();
    if (!resting.isEmpty()) {
      closing.addAll(dropIdle(new HashSet<>(resting)::contains));
    }
  }

  private int room() {
    return limits.connectionCount() - slots.size() - placesDialled;
  }

  /// Books a connection that came about.
  ///
  /// @return whether it is kept; else the caller has to close it
  boolean connected(Dial dial, C connection) {
    return locked(() -> {
      ended(dial);
      counters.connected().increment();
      Member member = dial.member();
      if (member.isFailing()) {
        events.report(new PoolEvent.BackendUp(pool, member.backend, member.failures));
      }
      member.failures = 0;
      member.proven = true;
      if (member.removed || state != PoolState.RUNNING || room() == 0) {
        leaving().increment();
        return false;
      }
      Slot<C> slot = new Slot<>(member, connection);
      slots.add(slot);
      member.held++;
      offer(slot);
      return true;
    });
  }

  /// Books a connection that did not come about. Of several begun together one failure counts.
  void failed(Dial dial, Throwable cause) {
    lock.lock();
    try {
      ended(dial);
      counters.failed().increment();
      lastFailure = cause;
      Member member = dial.member();
      if (member.failures == dial.failuresBefore()) {
        member.failures++;
        Duration pause = limits.backoff().pause(member.failures, randomness);
        member.retryNanos = clock.nanos() + pause.toNanos();
        if (member.failures == 1 && !member.removed && state == PoolState.RUNNING) {
          events.report(new PoolEvent.BackendDown(pool, member.backend, pause, cause));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(Dial dial) {
    dialsUnderWay--;
    if (dial.place()) {
      placesDialled--;
      dial.member().dialling--;
    } else {
      dial.member().probing = false;
    }
    Check.that(dialsUnderWay >= 0 && placesDialled >= 0, "a dial ends once");
  }

  /// How long until a failing backend is to be tried again; `longest` if none rests.
  Duration untilRetry(Duration longest) {
    return locked(() -> {
      // With all dials under way nothing can be tried before one of them ends.
      if (dialsUnderWay >= limits.dialCount()) {
        return longest;
      }
      long now = clock.nanos();
      long least = longest.toNanos();
      for (Member member : members) {
        if (member.isFailing() && !member.probing) {
          least = Math.min(least, Math.max(0, member.retryNanos - now));
        }
      }
      return Duration.ofNanos(least);
    });
  }

  /// Whether somebody would notice if spreading took its time.
  boolean isUrgent() {
    return locked(() -> slots.isEmpty() || !waiters.isEmpty());
  }

  // ---- upkeep ----

  void mix() {
    lock.lock();
    try {
      List<Slot<C>> mixed = Decoherence.mixed(idle, randomness);
      idle.clear();
      idle.addAll(mixed);
    } finally {
      lock.unlock();
    }
  }

  /// The connections that are idle now.
  List<Slot<C>> resting() {
    return locked(() -> List.copyOf(idle));
  }

  /// Claims that very connection if it is idle still and nobody waits for one.
  @Nullable Claim<C> takeForCheck(Slot<C> slot) {
    return locked(() -> waiters.isEmpty() && idle.remove(slot) ? claimed(slot) : null);
  }

  /// Ends the claims that are held for too long. A claim's time begins when it is first seen here.
  ///
  /// @return their connections, which must be closed
  List<Slot<C>> revokeOverdue() {
    return locked(() -> {
      long now = clock.nanos();
      List<Slot<C>> overdue = new ArrayList<>();
      for (Slot<C> slot : slots) {
        if (slot.claim != null && !slot.seen) {
          slot.seen = true;
          slot.seenNanos = now;
        } else if (slot.claim != null && now - slot.seenNanos >= limits.times().hold().toNanos()) {
          overdue.add(slot);
        }
      }
      revoke(overdue, "held for over " + limits.times().hold().toMillis() + " ms");
      return overdue;
    });
  }

  private void revoke(List<Slot<C>> revoked, String why) {
    if (revoked.isEmpty()) {
      return;
    }
    for (Slot<C> slot : revoked) {
      Claim<C> claim = slot.claim;
      if (claim != null) {
        claim.ended = true;
      }
      slot.claim = null;
      drop(slot);
    }
    counters.revoked().add(revoked.size());
    events.report(
        new PoolEvent.ClaimsRevoked(
            pool, revoked.stream().map(slot -> slot.member.backend).toList(), why));
  }

  // ---- stopping ----

  /// Grants nothing from now on.
  ///
  /// @return the idle connections, which must be closed; null if that was done before
  @Nullable List<Slot<C>> stop() {
    return locked(() -> {
      if (state != PoolState.RUNNING) {
        return null;
      }
      enter(PoolState.STOPPING);
      waiters.forEach(waiter -> waiter.signal.raise());
      return dropIdle(slot -> true);
    });
  }

  /// Whether no connection is left. If so, the pool is stopped.
  boolean isEmptied() {
    return locked(() -> {
      if (state == PoolState.STOPPING && slots.isEmpty()) {
        enter(PoolState.STOPPED);
      }
      return state == PoolState.STOPPED;
    });
  }

  /// Ends all claims that are out.
  ///
  /// @return their connections, which must be closed
  List<Slot<C>> revokeAll() {
    return locked(() -> {
      List<Slot<C>> left = List.copyOf(slots);
      revoke(left, "still out when the pool had to end");
      return left;
    });
  }

  private void enter(PoolState next) {
    state = next;
    events.report(new PoolEvent.StateChanged(pool, next));
  }

  PoolState state() {
    return locked(() -> state);
  }

  PoolStatistics statistics() {
    return locked(() ->
        new PoolStatistics(
            state,
            slots.size(),
            idle.size(),
            slots.size() - idle.size(),
            placesDialled,
            waiters.size(),
            members.size(),
            (int) members.stream().filter(Member::isFailing).count(),
            counters.granted().value(),
            counters.late().value(),
            counters.broken().value(),
            counters.revoked().value()));
  }

  /// How many connections each backend has, in the order in which the odd ones are given out.
  List<Holding> distribution() {
    return locked(
        () -> members.stream().map(member -> new Holding(member.backend, member.held)).toList());
  }
}
