package atoll.cueball;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.util.ArrayList;
import java.util.List;

/// The bounds of a pool.
///
/// @param connectionCount connections it holds at most, idle, claimed and being made together
/// @param waitingCount claims that wait at a time
/// @param dialCount connections being made at a time, those included that only probe a backend
/// @param backendCount backends it knows at most
/// @param times how long everything may take
/// @param backoff the pauses between attempts to reach a failing backend
public record PoolLimits(
    int connectionCount,
    int waitingCount,
    int dialCount,
    int backendCount,
    PoolTimes times,
    Backoff backoff)
    implements Limits {

  /// Ten connections, ten thousand waiting claims.
  public static final PoolLimits USUAL =
      new PoolLimits(10, 10_000, 16, 1_000, PoolTimes.USUAL, Backoff.USUAL);

  public PoolLimits {
    Check.that(connectionCount > 0, "a pool needs a connection");
    Check.that(waitingCount >= 0, "no count is negative");
    Check.that(dialCount > 0 && backendCount > 0, "a pool needs a backend and a way to dial it");
  }

  public PoolLimits withConnections(int most) {
    return new PoolLimits(most, waitingCount, dialCount, backendCount, times, backoff);
  }

  public PoolLimits withWaiting(int most) {
    return new PoolLimits(connectionCount, most, dialCount, backendCount, times, backoff);
  }

  public PoolLimits withTimes(PoolTimes other) {
    return new PoolLimits(connectionCount, waitingCount, dialCount, backendCount, other, backoff);
  }

  public PoolLimits withBackoff(Backoff other) {
    return new PoolLimits(connectionCount, waitingCount, dialCount, backendCount, times, other);
  }

  @Override
  public List<Limit> list() {
    List<Limit> all = new ArrayList<>();
    all.add(limit("connection.count", connectionCount, "claims wait"));
    all.add(limit("waiting.count", waitingCount, "a further claim is refused: busy"));
    all.add(limit("dial.count", dialCount, "further connecting waits for its turn"));
    all.add(limit("backend.count", backendCount, "those beyond it are not used, and reported"));
    all.addAll(times.list());
    all.add(
        new Limit(
            "pool.backoff.longest",
            backoff.longest().toMillis() + " ms",
            "a failing backend is tried that often, for as long as it is named"));
    return List.copyOf(all);
  }

  private static Limit limit(String name, int value, String whenReached) {
    return new Limit("pool." + name, Integer.toString(value), whenReached);
  }
}
