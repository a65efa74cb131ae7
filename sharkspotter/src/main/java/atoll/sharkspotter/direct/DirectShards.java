package atoll.sharkspotter.direct;

import atoll.cueball.Pool;
import atoll.cueball.PoolLimits;
import atoll.cueball.PoolSeams;
import atoll.cueball.PoolTimes;
import atoll.cueball.StaticResolver;
import atoll.cueballpostgres.PostgresConnector;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.Shards;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.IntFunction;

/// Shards read from their PostgreSQL, one connection each. Meant for a copy of a shard's database
/// that nobody writes to: what is written while it is read may be seen or not. Shared (immutable).
public final class DirectShards implements Shards {

  private final PoolSeams seams;
  private final DirectLimits limits;
  private final IntFunction<DirectPlace> places;

  /// Finds shards by their numbers.
  public DirectShards(PoolSeams seams, DirectLimits limits, IntFunction<DirectPlace> places) {
    this.seams = seams;
    this.limits = limits;
    this.places = places;
  }

  @Override
  public ShardSource open(int shard) {
    DirectPlace place = places.apply(shard);
    PoolTimes times =
        PoolTimes.USUAL
            .withDial(limits.connect())
            .withClaim(limits.connect())
            .withHold(limits.hold())
            .withStop(Duration.ZERO);
    Pool<Connection> pool =
        Pool.start(
            "shard " + shard,
            seams,
            PoolLimits.USUAL.withConnections(1).withTimes(times),
            new StaticResolver(place.server()),
            new PostgresConnector(place.login(), seams.clock()));
    return new DirectSource("shard " + shard + " (" + place + ")", pool, limits);
  }
}
