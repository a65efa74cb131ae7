package atoll.cueball;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which backends there are and how connections come to lie over them. It books what is to be
/// connected and what came of it; connecting itself is nobody's here.
///
/// The connections that are there and those being made that have a place are together never more
/// than the places. Shared (guarded by the stock's lock).
final class Spreading<C> {

  /// A connection to be made.
  ///
  /// @param place whether it has a place in the pool, or merely probes its backend
  /// @param failuresBefore the backend's failures when it began
  record Dial(Member member, boolean place, int failuresBefore) {}

  /// What has to happen for connections to lie as they should.
  record Moves<C>(List<Dial> dials, List<Slot<C>> closing) {}

  private final Stock<C> stock;
  private final Granting<C> granting;
  private final PoolLimits limits;
  private final Clock clock;
  private final Randomness randomness;
  private final Events events;
  private final List<Member> members = new ArrayList<>();
  private int placesDialled;
  private int dialsUnderWay;
  private @Nullable Throwable lastFailure;

  Spreading(Stock<C> stock, Granting<C> granting, PoolSeams seams, PoolLimits limits) {
    this.stock = stock;
    this.granting = granting;
    this.limits = limits;
    this.clock = seams.clock();
    this.randomness = seams.randomness();
    this.events = seams.events();
  }

  // ---- backends ----

  /// Takes over what the resolver says.
  ///
  /// @return the connections that must be closed now
  List<Slot<C>> report(Collection<Backend> named) {
    return stock.locked(() -> {
      if (!stock.isRunning()) {
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
              stock.pool, new BackendChange(added, change.removed()), members.size()));
      return stock.dropIdle(slot -> slot.member.removed);
    });
  }

  private List<Backend> admitted(List<Backend> added) {
    int room = Math.max(0, limits.backendCount() - members.size());
    if (added.size() > room) {
      events.report(
          new PoolEvent.BackendsIgnored(stock.pool, added.size() - room, limits.backendCount()));
      return added.subList(0, room);
    }
    return added;
  }

  // ---- spreading ----

  /// Plans how connections should lie and books what is to be done.
  Moves<C> spread() {
    return stock.locked(() -> {
      if (!stock.isRunning()) {
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
    // Each one that goes lessens the surplus.
    closing.addAll(stock.dropIdle(slot -> slot.member == member && member.surplus > 0));
  }

  private int room() {
    return limits.connectionCount() - stock.slots().size() - placesDialled;
  }

  /// Books a connection that came about.
  ///
  /// @return whether it is kept; else the caller has to close it
  boolean connected(Dial dial, C connection) {
    return stock.locked(() -> {
      ended(dial);
      stock.counters.connected().increment();
      Member member = dial.member();
      if (member.isFailing()) {
        events.report(new PoolEvent.BackendUp(stock.pool, member.backend, member.failures));
      }
      member.failures = 0;
      member.proven = true;
      if (member.removed || !stock.isRunning() || room() == 0) {
        stock.leaving().increment();
        return false;
      }
      stock.add(new Slot<>(member, connection));
      granting.serve();
      return true;
    });
  }

  /// Books a connection that did not come about. Of several begun together one failure counts.
  void failed(Dial dial, Throwable cause) {
    stock.locked(() -> {
      ended(dial);
      stock.counters.failed().increment();
      lastFailure = cause;
      Member member = dial.member();
      if (member.failures == dial.failuresBefore()) {
        member.failures++;
        Duration pause = limits.backoff().pause(member.failures, randomness);
        member.retryNanos = clock.nanos() + pause.toNanos();
        if (member.failures == 1 && !member.removed && stock.isRunning()) {
          events.report(new PoolEvent.BackendDown(stock.pool, member.backend, pause, cause));
        }
      }
    });
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
    return stock.locked(() -> {
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
    return stock.locked(() -> stock.slots().isEmpty() || granting.waiting() > 0);
  }

  // ---- how it is ----

  /// What a waiter is told whose deadline has passed.
  AtollException late() {
    return stock.locked(() -> {
      stock.counters.late().increment();
      String held =
          stock.slots().size() + " of " + limits.connectionCount() + " connections are there";
      if (!stock.slots().isEmpty()) {
        return new AtollException(
            Fault.BUSY,
            "pool "
                + stock.pool
                + ": no connection came free in time; "
                + held
                + ", "
                + granting.waiting()
                + " other claims wait; raise pool.connection.count or hold claims shorter");
      }
      String why =
          members.isEmpty()
              ? "its resolver names no backend"
              : "none of " + members.size() + " backends could be reached";
      return new AtollException(
          Fault.UNREACHABLE,
          "pool " + stock.pool + ": no connection came about in time; " + why,
          lastFailure);
    });
  }

  /// With the lock held, as the two below.
  int placesDialled() {
    return placesDialled;
  }

  int backends() {
    return members.size();
  }

  int failing() {
    return (int) members.stream().filter(Member::isFailing).count();
  }

  /// How many connections each backend has, in the order in which the odd ones are given out.
  List<Holding> distribution() {
    return stock.locked(
        () -> members.stream().map(member -> new Holding(member.backend, member.held)).toList());
  }
}
