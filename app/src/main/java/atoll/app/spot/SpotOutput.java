package atoll.app.spot;

import atoll.sharkspotter.ShardNumbers;
import atoll.sharkspotter.ShardReport;
import atoll.sharkspotter.SharkName;
import atoll.sharkspotter.files.ObjectFiles;
import atoll.sharkspotter.files.ObjectLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where what is spotted is written.
///
/// @param file one for everything; without it each shark has a folder
/// @param objectIdOnly whether a line is an object's id, or else its metadata
public record SpotOutput(Optional<Path> file, boolean objectIdOnly) {

  ObjectFiles open(List<SharkName> sharks, ShardNumbers shards) {
    ObjectLine line = objectIdOnly ? ObjectLine.OBJECT_ID : ObjectLine.METADATA;
    Map<String, Path> folders = new LinkedHashMap<>();
    for (SharkName shark : sharks) {
      folders.putIfAbsent(shark.full(), Path.of(shark.given()));
    }
    return file.map(one -> ObjectFiles.appending(one, List.copyOf(folders.keySet()), shards, line))
        .orElseGet(() -> ObjectFiles.creating(folders, shards, line));
  }

  /// With which flags, in place of those there were, a shard is taken up again so that its files go
  /// on where they end.
  List<String> toTakeUp(ShardReport report, List<SharkName> sharks) {
    List<String> lines = new ArrayList<>();
    if (report.resumeFrom().isPresent()) {
      String where =
          "-m "
              + report.shard()
              + " -M "
              + report.shard()
              + " -b "
              + report.resumeFrom().getAsLong();
      if (file.isPresent()) {
        lines.add(where + " -f " + file.get());
      } else {
        for (SharkName shark : sharks) {
          lines.add(
              where
                  + " -s "
                  + shark.given()
                  + " -f "
                  + shark.given()
                  + "/shard_"
                  + report.shard()
                  + ".objs");
        }
      }
    }
    return lines;
  }
}
