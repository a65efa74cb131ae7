package atoll.app.spot;

import atoll.kit.event.Level;
import atoll.sharkspotter.SearchOrder;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.SharkName;
import atoll.sharkspotter.direct.DirectLimits;
import atoll.sharkspotter.ids.IdRange;
import atoll.sharkspotter.moray.MorayShardLimits;
import atoll.sharkspotter.source.ShardAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a command line of `sharkspotter` says.
///
/// @param chunk if it was given
/// @param atATime how many shards are searched beside each other
/// @param check whether the sharks must exist
/// @param postgres where it is, if shards are read straight from there
/// @param moray of shards that are searched
/// @param storage moray of the shard that knows the sharks
/// @param notes what the caller should know
public record SpotSettings(
    List<SharkName> sharks,
    ShardNumbers shards,
    IdRange ids,
    OptionalLong chunk,
    int atATime,
    boolean check,
    SpotOutput output,
    Optional<SpotPostgres> postgres,
    ShardAddress moray,
    ShardAddress storage,
    Level level,
    List<String> notes) {

  public SpotSettings {
    sharks = List.copyOf(sharks);
    notes = List.copyOf(notes);
  }

  List<String> fullNames() {
    return sharks.stream().map(SharkName::full).distinct().toList();
  }

  /// Reading a database costs less for each question, so that questions may be larger.
  SearchOrder order() {
    long usual = postgres.isPresent() ? DirectLimits.CHUNK : MorayShardLimits.CHUNK;
    return new SearchOrder(fullNames(), shards, ids, chunk.orElse(usual), atATime);
  }
}
