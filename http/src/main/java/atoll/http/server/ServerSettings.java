package atoll.http.server;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.event.Events;

/// What a server is made of, but for its listeners. Immutable.
///
/// @param limits printed by the product at start
/// @param budget the process's one, shared with its other servers and clients
/// @param requestIds who gives requests their ids
/// @param accessLog told of each exchange
/// @param failures answers in place of a handler that threw
/// @param counts counted into
public record ServerSettings(
    HttpLimits limits,
    ByteBudget budget,
    RequestIds requestIds,
    AccessLog accessLog,
    FailureAnswer failures,
    ServerCounts counts,
    Clock clock,
    Randomness randomness,
    Events events) {

  /// Plain settings: default limits, generated ids in `X-Request-Id`, no access log.
  public static ServerSettings of(
      ByteBudget budget, Clock clock, Randomness randomness, Events events) {
    return new ServerSettings(
        HttpLimits.DEFAULTS,
        budget,
        RequestIds.generated("X-Request-Id", randomness),
        AccessLog.NONE,
        FailureAnswer.PLAIN,
        new ServerCounts(),
        clock,
        randomness,
        events);
  }

  public ServerSettings withLimits(HttpLimits other) {
    return new ServerSettings(
        other, budget, requestIds, accessLog, failures, counts, clock, randomness, events);
  }

  public ServerSettings withRequestIds(RequestIds other) {
    return new ServerSettings(
        limits, budget, other, accessLog, failures, counts, clock, randomness, events);
  }

  public ServerSettings withAccessLog(AccessLog other) {
    return new ServerSettings(
        limits, budget, requestIds, other, failures, counts, clock, randomness, events);
  }

  public ServerSettings withFailures(FailureAnswer other) {
    return new ServerSettings(
        limits, budget, requestIds, accessLog, other, counts, clock, randomness, events);
  }

  public ServerSettings withCounts(ServerCounts other) {
    return new ServerSettings(
        limits, budget, requestIds, accessLog, failures, other, clock, randomness, events);
  }
}
