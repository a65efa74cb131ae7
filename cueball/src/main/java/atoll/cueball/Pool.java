package atoll.cueball;

import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.run.Runner;
import atoll.kit.run.Signal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pool of connections, spread evenly over whichever backends its resolver names.
///
/// - It never holds more connections than it has places ([PoolLimits]), those of backends that are
///   gone included. It connects beside the claims and never while holding a lock.
/// - A failing backend is tried again after growing pauses; its share goes to the others meanwhile.
/// - Idle connections are used in turn, so that claims go round the backends. Threads that claim at
///   the same time each have a turn of their own and keep out of each other's way.
/// - Claims that wait are served in their order. A newer claim may overtake them, because a thread
///   that runs uses a connection at once while one that waits has to be woken first. Whoever has
///   waited longer than `patience` ([PoolTimes]) is served before all newer ones; until that is
///   noticed, at most eight more claims of each connection pass by.
/// - A claim closed as broken, or on a connection that says it is, or held for too long, has its
///   connection closed and replaced.
///
/// A claim that finds an idle connection takes it without a lock; the lock is for those that wait,
/// for spreading and for stopping.
///
/// Shared (its ledger is).
///
/// @param <C> a connection
public final class Pool<C> implements Claims<C>, AutoCloseable {

  private final String name;
  private final Clock clock;
  private final Runner runner;
  private final PoolMetrics metrics;
  private final PoolMetrics.Counters counters;
  private final PoolTimes times;
  private final Resolver resolver;
  private final Ledger<C> ledger;
  private final Upkeep<C> upkeep;
  private final Signal returned;

  private Pool(
      String name, PoolSeams seams, PoolLimits limits, Resolver resolver, Connector<C> connector) {
    this.name = name;
    this.clock = seams.clock();
    this.runner = seams.runner();
    this.metrics = seams.metrics();
    this.times = limits.times();
    this.resolver = resolver;
    this.ledger = new Ledger<>(name, seams, limits, this::giveBack);
    this.counters = ledger.counters();
    this.upkeep = new Upkeep<>(name, seams, times, ledger, connector);
    this.returned = runner.signal();
  }

  /// Starts a pool, and with it its resolver, which it owns from now on. It connects at once.
  ///
  /// @param name what events and metrics call it
  public static <C> Pool<C> start(
      String name, PoolSeams seams, PoolLimits limits, Resolver resolver, Connector<C> connector) {
    Pool<C> pool = new Pool<>(name, seams, limits, resolver, connector);
    seams.events().report(new PoolEvent.StateChanged(name, PoolState.RUNNING));
    pool.metrics.add(pool);
    pool.upkeep.start();
    try {
      resolver.start(pool::report);
    } catch (RuntimeException failed) {
      pool.close();
      throw failed;
    }
    return pool;
  }

  public String name() {
    return name;
  }

  private void report(Set<Backend> backends) {
    upkeep.close(ledger.spreading.report(backends));
    upkeep.changed();
  }

  // ---- claims ----

  @Override
  public Claim<C> claim() {
    Claim<C> claim = takeWorking();
    return claim != null ? claim : await(Deadline.after(clock, times.claim()));
  }

  @Override
  public Claim<C> claim(Deadline deadline) {
    Claim<C> claim = takeWorking();
    return claim != null ? claim : await(deadline);
  }

  @Override
  public Optional<Claim<C>> tryClaim() {
    return Optional.ofNullable(takeWorking());
  }

  private @Nullable Claim<C> takeWorking() {
    while (true) {
      Claim<C> claim = ledger.granting.take();
      if (claim == null || works(claim)) {
        return claim;
      }
    }
  }

  /// Whether the claimed connection is good; if not, the claim has been given back.
  private boolean works(Claim<C> claim) {
    if (upkeep.isBroken(claim.slot.connection)) {
      giveBack(claim, true);
      return false;
    }
    counters.granted().increment();
    return true;
  }

  private Claim<C> await(Deadline deadline) {
    Waiter<C> waiter = new Waiter<>(runner.signal(), clock.nanos());
    Claim<C> claim = ledger.granting.takeOrWait(waiter);
    if (claim != null) {
      if (works(claim)) {
        return claim;
      }
      ledger.granting.waitOn(waiter);
    }
    boolean granted = false;
    try {
      Claim<C> mine = awaitTurn(waiter, deadline);
      granted = true;
      return mine;
    } finally {
      if (!granted) {
        Claim<C> unwanted = ledger.granting.leave(waiter);
        if (unwanted != null) {
          unwanted.close();
        }
      }
    }
  }

  private Claim<C> awaitTurn(Waiter<C> waiter, Deadline deadline) {
    while (true) {
      boolean inTime = waiter.signal.await(deadline);
      Claim<C> claim = ledger.granting.takeAsWaiter(waiter);
      if (claim != null && works(claim)) {
        return claim;
      }
      if (claim != null) {
        ledger.granting.waitOn(waiter);
      } else if (!inTime) {
        throw ledger.spreading.late();
      }
    }
  }

  private void giveBack(Claim<C> claim, boolean broken) {
    Slot<C> slot = claim.slot;
    boolean useless = broken || upkeep.isBroken(slot.connection);
    if (ledger.granting.giveBack(claim, useless)) {
      if (useless) {
        upkeep.closeBroken(slot);
      } else {
        upkeep.close(slot.member.backend, slot.connection);
      }
      upkeep.changed();
      returned.raise();
    }
  }

  // ---- how it is ----

  public PoolState state() {
    return ledger.state();
  }

  public PoolStatistics statistics() {
    return ledger.statistics();
  }

  /// How the connections lie over the backends now.
  public List<Holding> distribution() {
    return ledger.spreading.distribution();
  }

  // ---- stopping ----

  /// Stops: grants no more claims, ends those that wait with `CLOSED`, closes what is idle, and
  /// waits for the claims that are out. Those still out at the deadline are revoked. Afterwards the
  /// pool holds nothing. May be called again, by anybody, and then waits as well.
  ///
  /// @return whether all claims came back in time
  public boolean stop(Deadline deadline) {
    List<Slot<C>> idle = ledger.stop();
    if (idle != null) {
      resolver.close();
      upkeep.close(idle);
      upkeep.stop(deadline);
      metrics.remove(this);
    }
    boolean emptied = ledger.isEmptied();
    while (!emptied && !deadline.hasPassed(clock)) {
      returned.await(deadline);
      emptied = ledger.isEmptied();
    }
    if (!emptied) {
      upkeep.close(ledger.revokeAll());
      ledger.isEmptied();
    }
    // Another that waits for the same end.
    returned.raise();
    return emptied;
  }

  /// Stops as [#stop] does, waiting as long as the pool's limits say.
  @Override
  public void close() {
    stop(Deadline.after(clock, times.stop()));
  }
}
