package atoll.sharkspotter.moray;

import atoll.cueball.StaticResolver;
import atoll.kit.net.Endpoint;
import atoll.moray.MorayClient;
import atoll.moray.MoraySeams;
import atoll.sharkspotter.source.ShardSource;
import atoll.sharkspotter.source.Shards;
import java.util.function.IntFunction;

/// Shards read through their moray servers, one connection each. Shared (immutable).
public final class MorayShards implements Shards {

  private final MoraySeams seams;
  private final MorayShardLimits limits;
  private final IntFunction<Endpoint> places;

  /// Finds shards' servers by their numbers.
  public MorayShards(MoraySeams seams, MorayShardLimits limits, IntFunction<Endpoint> places) {
    this.seams = seams;
    this.limits = limits;
    this.places = places;
  }

  @Override
  public ShardSource open(int shard) {
    Endpoint server = places.apply(shard);
    String name = "shard " + shard + " (moray at " + server + ")";
    return new MoraySource(
        name,
        MorayClient.start("shard " + shard, seams, limits.client(), new StaticResolver(server)),
        limits);
  }
}
