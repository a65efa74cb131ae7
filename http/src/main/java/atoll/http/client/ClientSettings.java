package atoll.http.client;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.TlsSettings;
import atoll.kit.Clock;
import java.time.Duration;
import java.util.Optional;

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
    Optional<TlsSettings> tls) {

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
}
