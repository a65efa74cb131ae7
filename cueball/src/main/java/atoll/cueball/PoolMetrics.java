package atoll.cueball;

import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.LabelledValue;
import atoll.kit.count.Registry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The metrics of all pools that share a registry, each under its name as label `pool`. Shared
/// (guarded by its registry and a concurrent list).
public final class PoolMetrics {

  private final List<Pool<?>> pools = new CopyOnWriteArrayList<>();
  private final Family<Counter> claims;
  private final Family<Counter> dials;
  private final Family<Counter> closed;

  public PoolMetrics(Registry registry) {
    claims = registry.counters("cueball_claims_total", "Claims, by how they ended.", "pool", "end");
    dials =
        registry.counters(
            "cueball_dials_total", "Attempts to connect, by how they ended.", "pool", "end");
    closed =
        registry.counters(
            "cueball_connections_closed_total", "Connections closed, by why.", "pool", "why");
    registry.gauges(
        "cueball_connections",
        "Connections now, by what they do.",
        List.of("pool", "state"),
        () -> pools.stream().flatMap(PoolMetrics::connections).toList());
    registry.gauges(
        "cueball_claims_waiting",
        "Claims that wait now.",
        List.of("pool"),
        () -> pools.stream().map(pool -> value(pool.statistics().waiting(), pool.name())).toList());
    registry.gauges(
        "cueball_backends",
        "Backends now, by whether they can be reached.",
        List.of("pool", "state"),
        () -> pools.stream().flatMap(PoolMetrics::backends).toList());
  }

  private static Stream<LabelledValue> connections(Pool<?> pool) {
    PoolStatistics now = pool.statistics();
    return Stream.of(
        value(now.idle(), pool.name(), "idle"),
        value(now.claimed(), pool.name(), "claimed"),
        value(now.dialling(), pool.name(), "dialling"));
  }

  private static Stream<LabelledValue> backends(Pool<?> pool) {
    PoolStatistics now = pool.statistics();
    return Stream.of(
        value(now.backends() - now.failing(), pool.name(), "usable"),
        value(now.failing(), pool.name(), "failing"));
  }

  private static LabelledValue value(double value, String... labels) {
    return new LabelledValue(List.of(labels), value);
  }

  void add(Pool<?> pool) {
    pools.add(pool);
  }

  void remove(Pool<?> pool) {
    pools.remove(pool);
  }

  /// The counters of one pool.
  Counters of(String pool) {
    return new Counters(
        claims.with(pool, "granted"),
        claims.with(pool, "late"),
        claims.with(pool, "refused"),
        dials.with(pool, "connected"),
        dials.with(pool, "failed"),
        closed.with(pool, "broken"),
        closed.with(pool, "spread"),
        closed.with(pool, "revoked"),
        closed.with(pool, "stopped"));
  }

  /// What one pool counts.
  ///
  /// @param granted claims that got a connection
  /// @param late claims that waited in vain
  /// @param refused claims turned away because too many waited
  /// @param connected dials that ended well
  /// @param failed dials that did not
  /// @param broken connections found or given back as broken
  /// @param spread connections that made room for others, or whose backend is gone
  /// @param revoked connections of claims that were held for too long
  /// @param stopped connections closed because the pool stopped
  record Counters(
      Counter granted,
      Counter late,
      Counter refused,
      Counter connected,
      Counter failed,
      Counter broken,
      Counter spread,
      Counter revoked,
      Counter stopped) {}
}
