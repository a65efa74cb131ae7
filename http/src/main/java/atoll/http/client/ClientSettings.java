package atoll.http.client;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.TlsSettings;
import atoll.kit.Clock;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a client is made of. Immutable.
///
/// @param limits of answers; `connections().open()` counts for each host and event loop
/// @param connectTime to open a connection, TLS included
/// @param headTime from the end of the request to the head of the answer
/// @param tls for requests over TLS
public record ClientSettings(
    HttpLimits limits,
    Duration connectTime,
    Duration headTime,
    ByteBudget budget,
    Clock clock,
    Optional<TlsSettings> tls)
    implements Limits {

  /// So many requests wait for a connection to one host, on each event loop.
  public static final int WAITING = 10_000;

  /// So many addresses of one name are tried.
  public static final int ADDRESSES = 8;

  private static final int CONNECTIONS = 64;

  /// Plain settings: 64 connections a host and event loop, 5 s to connect, 60 s to an answer.
  public static ClientSettings of(ByteBudget budget, Clock clock) {
    return new ClientSettings(
        HttpLimits.DEFAULTS.withConnections(
            new HttpLimits.Connections(CONNECTIONS, Long.MAX_VALUE, 64 * 1024)),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        budget,
        clock,
        Optional.empty());
  }

  public ClientSettings withTls(TlsSettings settings) {
    return new ClientSettings(limits, connectTime, headTime, budget, clock, Optional.of(settings));
  }

  public ClientSettings withLimits(HttpLimits other) {
    return new ClientSettings(other, connectTime, headTime, budget, clock, tls);
  }

  public ClientSettings withTimes(Duration connect, Duration head) {
    return new ClientSettings(limits, connect, head, budget, clock, tls);
  }

  @Override
  public List<Limit> list() {
    return Stream.concat(
            limits.list().stream(),
            Stream.of(
                new Limit("http.client.waiting.max", "" + WAITING, "a request fails as busy"),
                new Limit("http.client.addresses.max", "" + ADDRESSES, "the others are not tried"),
                time("http.client.connect.time.max", connectTime, "the next address is tried"),
                time("http.client.head.time.max", headTime, "the request fails as timeout")))
        .toList();
  }

  private static Limit time(String name, Duration time, String whenReached) {
    return new Limit(name, time.toMillis() + " ms", whenReached);
  }
}
