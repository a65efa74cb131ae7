package atoll.moray;

import atoll.cueball.Backend;
import atoll.cueball.Connector;
import atoll.fast.CallOptions;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.Reply;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Deadline;

/// Pools connections to moray servers. An idle one is tried with a ping; a server that refuses it
/// is there too. Immutable.
final class MorayConnector implements Connector<FastClient> {

  private static final Values PING = Values.of(Json.EMPTY_OBJECT);

  private final MoraySeams seams;
  private final FastLimits limits;
  private final Protocol protocol;

  MorayConnector(MoraySeams seams, FastLimits limits, Protocol protocol) {
    this.seams = seams;
    this.limits = limits;
    this.protocol = protocol;
  }

  @Override
  public FastClient connect(Backend backend, Deadline deadline) {
    return FastClient.over(
        seams.net().dial(backend.endpoint(), deadline),
        seams.fast(),
        limits,
        protocol,
        seams.calls());
  }

  @Override
  public boolean isBroken(FastClient connection) {
    return !connection.isOpen();
  }

  @Override
  public boolean isAlive(FastClient connection, Deadline deadline) {
    CallOptions soon = CallOptions.within(deadline.remaining(seams.clock()));
    try (FastCall ping = connection.call("ping", PING, soon)) {
      return switch (ping.collect(0)) {
        case Reply.Complete _ -> true;
        case Reply.Failed failed -> Exchange.leavesConnectionGood(failed.failure());
      };
    }
  }

  @Override
  public void close(FastClient connection) {
    connection.close();
  }
}
