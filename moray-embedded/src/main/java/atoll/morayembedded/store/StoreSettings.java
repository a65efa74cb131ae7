package atoll.morayembedded.store;

import atoll.kit.Check;
import atoll.kit.Limit;
import atoll.kit.Limits;
import java.time.Duration;
import java.util.List;

/// How objects are kept and given out, and the bounds of that.
///
/// @param extendedIds whether new buckets give their objects ids in `_idx`, as shards do whose
///   `_id` has run out of numbers
/// @param numbers how `sql` passes on large numbers
/// @param connections to the database
/// @param fetchRows rows of one query that are in memory at a time
public record StoreSettings(boolean extendedIds, BigNumbers numbers, int connections, int fetchRows)
    implements Limits {

  public static final StoreSettings USUAL = new StoreSettings(false, BigNumbers.AS_TEXT, 10, 200);

  static final Duration START_TIME = Duration.ofSeconds(30);

  public StoreSettings {
    Check.that(connections > 1 && fetchRows > 0, "one connection writes, another reads");
  }

  public StoreSettings withExtendedIds() {
    return new StoreSettings(true, numbers, connections, fetchRows);
  }

  public StoreSettings withNumbers(BigNumbers other) {
    return new StoreSettings(extendedIds, other, connections, fetchRows);
  }

  @Override
  public List<Limit> list() {
    return List.of(
        new Limit("store.connection.count", "" + connections, "requests wait, up to their timeout"),
        new Limit("store.fetch.rows", "" + fetchRows, "further rows are fetched as they are sent"));
  }
}
