package atoll.moray;

import atoll.cueball.PoolMetrics;
import atoll.cueball.PoolSeams;
import atoll.fast.FastMetrics;
import atoll.fast.Seams;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Net;
import atoll.kit.run.Runner;

/// What a client needs of the world. Clients of one process share the metrics.
///
/// @param clock time
/// @param net what is dialled
/// @param runner where connections are made, read and kept; outlives the client
/// @param randomness ids of requests, and what the pool draws
/// @param events where pool and connections tell what happened
/// @param pools where pools count
/// @param calls where calls are counted
public record MoraySeams(
    Clock clock,
    Net net,
    Runner runner,
    Randomness randomness,
    Events events,
    PoolMetrics pools,
    FastMetrics calls) {

  /// Seams that count in a registry, which must not have been given to others of these.
  public static MoraySeams counting(
      Clock clock,
      Net net,
      Runner runner,
      Randomness randomness,
      Events events,
      Registry registry) {
    return new MoraySeams(
        clock,
        net,
        runner,
        randomness,
        events,
        new PoolMetrics(registry),
        new FastMetrics(registry));
  }

  Seams fast() {
    return new Seams(clock, net, runner, events);
  }

  PoolSeams pool() {
    return new PoolSeams(clock, runner, randomness, events, pools);
  }
}
