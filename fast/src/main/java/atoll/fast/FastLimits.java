package atoll.fast;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of a client or a server.
///
/// @param payloadBytes the longest payload that is taken from a peer
/// @param unreadBytes values that may lie unread for all calls of one client connection
/// @param unsentBytes frames that may lie unsent on one connection
/// @param requestCount requests in flight on one connection, abandoned ones included
/// @param connectionCount connections of one server
/// @param stalled how long a peer may take nothing of what is being written to it
/// @param idle how long a connection to a server may be silent with nothing in flight
public record FastLimits(
    int payloadBytes,
    int unreadBytes,
    int unsentBytes,
    int requestCount,
    int connectionCount,
    Duration stalled,
    Duration idle)
    implements Limits {

  public static final FastLimits USUAL =
      new FastLimits(
          64 << 20, 4 << 20, 4 << 20, 4096, 10_000, Duration.ofMinutes(10), Duration.ofHours(2));

  public FastLimits {
    Check.that(payloadBytes > 0, "a payload needs room");
    Check.that(unreadBytes > 0 && unsentBytes > 0, "queues need room");
    Check.that(requestCount > 0 && connectionCount > 0, "at least one must be let in");
    Check.that(stalled.isPositive() && idle.isPositive(), "waits take time");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit(
            "fast.payload.max", payloadBytes + " bytes", "the connection is closed: too_large"),
        new Limit(
            "fast.unread.max",
            unreadBytes + " bytes",
            "the client stops reading until a caller has taken values"),
        new Limit(
            "fast.unsent.max",
            unsentBytes + " bytes",
            "procedures wait until the peer reads, calls until their deadline"),
        new Limit(
            "fast.requests.max",
            Integer.toString(requestCount),
            "a server stops reading until one ends, a client refuses the call: busy"),
        new Limit(
            "fast.connections.max",
            Integer.toString(connectionCount),
            "further connections are closed at once"),
        new Limit("fast.stalled.max", stalled.toSeconds() + " s", "the connection is closed"),
        new Limit("fast.idle.max", idle.toSeconds() + " s", "the server closes the connection"));
  }
}
