package atoll.moray;

import atoll.cueball.PoolLimits;
import atoll.cueball.PoolTimes;
import atoll.fast.FastLimits;
import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The bounds of a client.
///
/// @param query how long the server may let the client wait for an answer, or for the next value of
///   one, unless the call's options say otherwise
/// @param grace how much longer the client waits, so that the server's own word comes first
/// @param stream how long taking all values of an answer may last
/// @param batchCount operations of one batch
/// @param pool connections, and how long a call waits for one
/// @param fast frames and what lies unread on a connection
public record MorayLimits(
    Duration query,
    Duration grace,
    Duration stream,
    int batchCount,
    PoolLimits pool,
    FastLimits fast)
    implements Limits {

  /// Two connections, five seconds for a claim, as clients of moray have it.
  public static final MorayLimits USUAL =
      new MorayLimits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          10_000,
          PoolLimits.USUAL
              .withConnections(2)
              .withTimes(
                  PoolTimes.USUAL.withClaim(Duration.ofSeconds(5)).withHold(Duration.ofHours(2))),
          FastLimits.USUAL);

  public MorayLimits {
    Check.that(query.isPositive() && stream.isPositive(), "an answer takes time");
    Check.that(!grace.isNegative(), "no wait is negative");
    Check.that(batchCount > 0, "a batch needs an operation");
  }

  public MorayLimits withQuery(Duration most) {
    return new MorayLimits(most, grace, stream, batchCount, pool, fast);
  }

  public MorayLimits withGrace(Duration most) {
    return new MorayLimits(query, most, stream, batchCount, pool, fast);
  }

  /// Claims may then be held for as long, and an answer's time on top.
  public MorayLimits withStream(Duration most) {
    Duration hold = most.plus(query).plus(grace);
    PoolTimes times = pool.times();
    PoolTimes longer = times.hold().compareTo(hold) < 0 ? times.withHold(hold) : times;
    return new MorayLimits(query, grace, most, batchCount, pool.withTimes(longer), fast);
  }

  public MorayLimits withConnections(int most) {
    return withPool(pool.withConnections(most));
  }

  public MorayLimits withPool(PoolLimits other) {
    return new MorayLimits(query, grace, stream, batchCount, other, fast);
  }

  public MorayLimits withFast(FastLimits other) {
    return new MorayLimits(query, grace, stream, batchCount, pool, other);
  }

  @Override
  public List<Limit> list() {
    List<Limit> all = new ArrayList<>();
    all.add(limit("query.time", query, "the call fails: timeout; its connection is closed"));
    all.add(limit("grace.time", grace, "what the client waits longer than the server may take"));
    all.add(limit("stream.time", stream, "the answer ends: timeout; its connection is closed"));
    all.add(
        new Limit(
            "moray.batch.count", Integer.toString(batchCount), "the batch is refused: too large"));
    all.addAll(pool.list());
    all.addAll(fast.list());
    return List.copyOf(all);
  }

  private static Limit limit(String name, Duration value, String whenReached) {
    return new Limit("moray." + name, value.toMillis() + " ms", whenReached);
  }
}
