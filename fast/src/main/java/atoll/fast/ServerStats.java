package atoll.fast;

/// What a server has seen so far.
///
/// @param connectionsCreated connections taken
/// @param connectionsActive connections open now
/// @param requestsStarted requests read
/// @param requestsCompleted requests answered well
/// @param requestsFailed requests answered with an error, or not at all
/// @param abortsIgnored errors that clients sent
/// @param requestsIgnored requests that had come when their connection was closed
/// @param violations connections closed for a broken protocol
public record ServerStats(
    long connectionsCreated,
    long connectionsActive,
    long requestsStarted,
    long requestsCompleted,
    long requestsFailed,
    long abortsIgnored,
    long requestsIgnored,
    long violations) {

  public long requestsInFlight() {
    return requestsStarted - requestsCompleted - requestsFailed;
  }
}
