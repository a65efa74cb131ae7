package atoll.sharkspotter.moray;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import atoll.moray.MorayLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The bounds of reading through moray.
///
/// @param answer how long the server may take for a range
/// @param client of the connection
public record MorayShardLimits(Duration answer, MorayLimits client) implements Limits {

  /// Ids of a range, as many as tools for moray have always asked for.
  public static final long CHUNK = 1_000;

  public static final MorayShardLimits USUAL =
      new MorayShardLimits(Duration.ofSeconds(10), MorayLimits.USUAL.withConnections(1));

  public MorayShardLimits {
    Check.that(answer.isPositive(), "an answer takes time");
  }

  @Override
  public List<Limit> list() {
    List<Limit> all = new ArrayList<>();
    all.add(
        new Limit("moray.range.time", answer.toMillis() + " ms", "the range is asked for again"));
    all.addAll(client.list());
    return all;
  }
}
