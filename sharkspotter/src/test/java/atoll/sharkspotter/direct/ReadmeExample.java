package atoll.sharkspotter.direct;

import atoll.cueball.PoolSeams;
import atoll.kit.Deadline;
import atoll.sharkspotter.Search;
import atoll.sharkspotter.SearchLimits;
import atoll.sharkspotter.SearchOrder;
import atoll.sharkspotter.SearchReport;
import atoll.sharkspotter.SearchSeams;
import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.files.ObjectFiles;
import atoll.sharkspotter.files.ObjectLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// Writes what lies on `1.stor.x` into `folder/shard_1.objs` and `folder/shard_2.objs`.
  static SearchReport spot(
      IntFunction<DirectPlace> places, PoolSeams seams, Path folder, Supplier<Deadline> soon) {
    var shards = new DirectShards(seams, DirectLimits.USUAL, places);
    var both = new ShardNumbers(1, 2);
    var order = SearchOrder.of("1.stor.x", both, DirectLimits.CHUNK).withAtATime(2);
    var searching = new SearchSeams(seams.clock(), seams.runner(), seams.events());
    try (var files = ObjectFiles.creating(Map.of("1.stor.x", folder), both, ObjectLine.METADATA);
        var search = Search.start(searching, order, SearchLimits.USUAL, shards, files)) {
      while (!search.await(soon.get())) {
        System.err.println(search.progress());
      }
      return search.report();
    }
  }
  // end of the example
}
