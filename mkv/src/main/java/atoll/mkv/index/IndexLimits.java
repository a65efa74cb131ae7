package atoll.mkv.index;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// The bounds of an index. Immutable.
///
/// @param readConnections for look-ups and listings
/// @param commitRows changes in one transaction
/// @param commitWait how long a transaction waits for more changes than are there already
/// @param queueCount changes that wait for the writer
/// @param waitTime how long a look-up waits for a free connection
public record IndexLimits(
    int readConnections, int commitRows, Duration commitWait, int queueCount, Duration waitTime)
    implements Limits {

  public static final IndexLimits USUAL =
      new IndexLimits(8, 512, Duration.ZERO, 65_536, Duration.ofSeconds(10));

  public IndexLimits {
    Check.that(readConnections > 0 && commitRows > 0 && queueCount > 0, "at least one of each");
    Check.that(!commitWait.isNegative() && waitTime.isPositive(), "times are not below zero");
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("index.read.connections", "" + readConnections, "look-ups wait for one"),
        new Limit("index.commit.rows", "" + commitRows, "further changes wait for the next commit"),
        new Limit("index.commit.wait", commitWait.toMillis() + " ms", "the commit goes out"),
        new Limit("index.queue.count", "" + queueCount, "a change is refused: busy"),
        new Limit("index.wait.time", waitTime.toMillis() + " ms", "a look-up fails: busy"));
  }
}
