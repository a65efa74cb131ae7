package atoll.sharkspotter;

import atoll.kit.Check;
import java.util.List;
import java.util.OptionalLong;

/// What came of one shard.
///
/// @param rows objects that were read, bad ones included
/// @param spotted how many times one was delivered
/// @param skipped bad rows
/// @param skippedIds of the first of them
/// @param resumeFrom the first id that must be read again, unless the shard is complete; everything
///   below was delivered
public record ShardReport(
    int shard,
    long rows,
    long spotted,
    long skipped,
    List<Long> skippedIds,
    ShardEnd end,
    OptionalLong resumeFrom) {

  public ShardReport {
    skippedIds = List.copyOf(skippedIds);
    Check.that(
        end instanceof ShardEnd.Complete == resumeFrom.isEmpty(),
        "a search is taken up again unless it is complete");
  }

  /// Of a shard whose search has not come to an end.
  static ShardReport notSearched(int shard, SearchOrder order) {
    return new ShardReport(
        shard, 0, 0, 0, List.of(), new ShardEnd.Stopped(), OptionalLong.of(order.ids().first()));
  }

  /// One line.
  @Override
  public String toString() {
    StringBuilder line =
        new StringBuilder("shard " + shard + ": " + end + "; ")
            .append(rows + " objects read, " + spotted + " spotted, " + skipped + " skipped");
    if (skipped > 0) {
      line.append(" (ids ").append(skippedIds.stream().map(String::valueOf).toList());
      line.append(skipped > skippedIds.size() ? " and more)" : ")");
    }
    resumeFrom.ifPresent(id -> line.append("; take it up again from id ").append(id));
    return line.toString();
  }
}
