package atoll.sharkspotter;

import atoll.kit.Check;
import atoll.sharkspotter.ids.IdRange;
import java.util.List;

/// What to look for, and where.
///
/// @param sharks by their full names, each once
/// @param shards which are searched
/// @param ids of the rows that count; the same on every shard
/// @param chunk how many ids are asked for at a time
/// @param atATime how many shards are searched beside each other
public record SearchOrder(
    List<String> sharks, ShardNumbers shards, IdRange ids, long chunk, int atATime) {

  public SearchOrder {
    sharks = sharks.stream().distinct().toList();
    Check.that(!sharks.isEmpty(), "a search needs a shark");
    Check.that(chunk > 0, "a chunk has an id");
    Check.that(atATime > 0, "at least one shard is searched at a time");
  }

  /// All of one shark's objects, a shard at a time.
  public static SearchOrder of(String shark, ShardNumbers shards, long chunk) {
    return new SearchOrder(List.of(shark), shards, IdRange.ALL, chunk, 1);
  }

  public SearchOrder withIds(IdRange only) {
    return new SearchOrder(sharks, shards, only, chunk, atATime);
  }

  public SearchOrder withAtATime(int most) {
    return new SearchOrder(sharks, shards, ids, chunk, most);
  }
}
