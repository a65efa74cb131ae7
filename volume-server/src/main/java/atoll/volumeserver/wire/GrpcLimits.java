package atoll.volumeserver.wire;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.kit.unit.DataSize;
import atoll.kit.unit.Durations;
import java.time.Duration;
import java.util.List;

/// The bounds of gRPC, both ways. Immutable.
///
/// @param messageBytes of one message
/// @param calls that one connection may carry at a time
/// @param peers that we keep connections to
/// @param windowBytes that may be under way without an answer, of a call and of a connection
/// @param headerBytes of a call's headers
/// @param pingAfter how long a connection may be silent before we ask whether it lives
/// @param pingAnswer how long the answer to that may take
/// @param pingFromPeer how often a peer may ask
/// @param callTime of a call to a peer that is answered once
/// @param streamIdle how long a peer may neither read nor say anything in a call of many messages
/// @param drainTime how long running calls have when the server stops
public record GrpcLimits(
    int messageBytes,
    int calls,
    int peers,
    int windowBytes,
    int headerBytes,
    Duration pingAfter,
    Duration pingAnswer,
    Duration pingFromPeer,
    Duration callTime,
    Duration streamIdle,
    Duration drainTime)
    implements Limits {

  private static final int MIB = 1 << 20;

  public static final GrpcLimits DEFAULTS =
      new GrpcLimits(
          1 << 30,
          1000,
          1000,
          16 * MIB,
          8 * MIB,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5));

  public GrpcLimits {
    Check.that(
        messageBytes > 0 && calls > 0 && peers > 0 && windowBytes > 0 && headerBytes > 0,
        "limits of gRPC are counts");
    for (Duration each :
        List.of(pingAfter, pingAnswer, pingFromPeer, callTime, streamIdle, drainTime)) {
      Check.that(each.isPositive(), "limits of time are longer than nothing");
    }
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "grpc.message.max",
            DataSize.ofBytes(messageBytes).toString(),
            "answers RESOURCE_EXHAUSTED"),
        new Limit("grpc.calls.max", Integer.toString(calls), "a connection's next call waits"),
        new Limit("grpc.peers.max", Integer.toString(peers), "a call to one more is refused"),
        new Limit("grpc.window", DataSize.ofBytes(windowBytes).toString(), "the sender waits"),
        new Limit(
            "grpc.headers.max", DataSize.ofBytes(headerBytes).toString(), "the call is refused"),
        new Limit("grpc.ping.after", Durations.brief(pingAfter), "a silent connection is asked"),
        new Limit("grpc.ping.answer", Durations.brief(pingAnswer), "the connection is closed"),
        new Limit("grpc.ping.peer", Durations.brief(pingFromPeer), "a peer that asks more is cut"),
        new Limit("grpc.call.time", Durations.brief(callTime), "a call to a peer ends"),
        new Limit("grpc.stream.idle", Durations.brief(streamIdle), "a stream that stands is cut"),
        new Limit("grpc.drain.time", Durations.brief(drainTime), "running calls are cut off"));
  }
}
