package atoll.cueball;

import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a pool knows: its connections, who gets them, and how they come about. No method of
/// it or of its parts waits or calls a connector; what is to be closed is handed to the caller.
///
/// Shared (guarded by the stock's lock).
final class Ledger<C> {

  final Granting<C> granting;
  final Spreading<C> spreading;
  private final Stock<C> stock;
  private final Clock clock;
  private final Randomness randomness;
  private final Events events;
  private final Duration hold;

  Ledger(String pool, PoolSeams seams, PoolLimits limits, Claim.Home<C> home) {
    this.stock = new Stock<>(pool, seams, home);
    this.granting = new Granting<>(stock, seams.clock(), limits);
    this.spreading = new Spreading<>(stock, granting, seams, limits);
    this.clock = seams.clock();
    this.randomness = seams.randomness();
    this.events = seams.events();
    this.hold = limits.times().hold();
  }

  PoolMetrics.Counters counters() {
    return stock.counters;
  }

  // ---- upkeep ----

  void mix() {
    stock.locked(() -> stock.reorder(Decoherence.mixed(stock.slots(), randomness)));
  }

  /// The connections that are idle now.
  List<Slot<C>> resting() {
    return stock.slots().stream().filter(Slot::isIdle).toList();
  }

  /// Ends the claims that are held for too long. A claim's time begins when it is first seen here.
  ///
  /// @return their connections, which must be closed
  List<Slot<C>> revokeOverdue() {
    return stock.locked(() -> {
      long now = clock.nanos();
      List<Slot<C>> overdue =
          stock.slots().stream()
              .filter(slot -> slot.isOverdue(now, hold.toNanos()) && slot.revokeSeen())
              .toList();
      book(overdue, "held for over " + hold.toMillis() + " ms");
      return overdue;
    });
  }

  private void book(List<Slot<C>> revoked, String why) {
    if (revoked.isEmpty()) {
      return;
    }
    revoked.forEach(stock::drop);
    stock.counters.revoked().add(revoked.size());
    events.report(
        new PoolEvent.ClaimsRevoked(
            stock.pool, revoked.stream().map(slot -> slot.member.backend).toList(), why));
  }

  // ---- stopping ----

  /// Grants nothing from now on.
  ///
  /// @return the idle connections, which must be closed; null if that was done before
  @Nullable List<Slot<C>> stop() {
    return stock.locked(() -> {
      if (!stock.isRunning()) {
        return null;
      }
      stock.enter(PoolState.STOPPING);
      granting.wakeAll();
      return stock.dropIdle(slot -> true);
    });
  }

  /// Whether no connection is left. If so, the pool is stopped.
  boolean isEmptied() {
    return stock.locked(() -> {
      if (stock.state() == PoolState.STOPPING && stock.slots().isEmpty()) {
        stock.enter(PoolState.STOPPED);
      }
      return stock.state() == PoolState.STOPPED;
    });
  }

  /// Ends all claims that are out.
  ///
  /// @return their connections, which must be closed
  List<Slot<C>> revokeAll() {
    return stock.locked(() -> {
      List<Slot<C>> left = stock.slots();
      left.forEach(Slot::revoke);
      book(left, "still out when the pool had to end");
      return left;
    });
  }

  // ---- how it is ----

  PoolState state() {
    return stock.state();
  }

  PoolStatistics statistics() {
    return stock.locked(() -> {
      int total = stock.slots().size();
      int idle = (int) stock.slots().stream().filter(Slot::isIdle).count();
      return new PoolStatistics(
          stock.state(),
          total,
          idle,
          total - idle,
          spreading.placesDialled(),
          granting.waiting(),
          spreading.backends(),
          spreading.failing(),
          stock.counters.granted().value(),
          stock.counters.late().value(),
          stock.counters.broken().value(),
          stock.counters.revoked().value());
    });
  }
}
