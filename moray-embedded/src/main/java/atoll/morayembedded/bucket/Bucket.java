package atoll.morayembedded.bucket;

import atoll.fast.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A bucket as it is kept.
///
/// @param mtime when it was last changed, as clients are told it
/// @param reindexing attributes whose columns are still to be filled, by the version that added
///   them
public record Bucket(
    String name, BucketConfig config, String mtime, SortedMap<Long, List<String>> reindexing) {

  public String table() {
    return BucketNames.table(name);
  }

  public List<Index> indexes() {
    return config.indexes();
  }

  /// The index of an attribute, whether it can be searched by already or not.
  public Optional<Index> index(String attribute) {
    return indexes().stream().filter(index -> index.attribute().equals(attribute)).findFirst();
  }

  /// The index of a column.
  public Optional<Index> byColumn(String column) {
    return indexes().stream().filter(index -> index.column().equals(column)).findFirst();
  }

  /// Whether an attribute's column is still being filled.
  public boolean isReindexing(String attribute) {
    return reindexing.values().stream().anyMatch(attributes -> attributes.contains(attribute));
  }

  /// The newest version whose columns are still being filled; 0 if there is none.
  public long reindexVersion() {
    return reindexing.isEmpty() ? 0 : reindexing.lastKey();
  }

  /// What clients are told: the configuration as texts.
  public Json json() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("name", Json.text(name));
    members.put("index", Json.text(config.indexText().toString()));
    members.put("pre", Json.text(config.pre().toString()));
    members.put("post", Json.text(config.post().toString()));
    members.put("options", Json.text(optionsText()));
    members.put("mtime", Json.text(mtime));
    members.put("reindex_active", reindexing.isEmpty() ? Json.NULL : Json.text(reindexText()));
    return Json.object(members);
  }

  /// The options as they are kept: with their version.
  public String optionsText() {
    Json options = config.options();
    if (options.member("version").isPresent()) {
      return options.toString();
    }
    String rest = options.toString().substring(1);
    return "{\"version\":0" + (rest.strip().equals("}") ? "" : ",") + rest.stripLeading();
  }

  /// `{"2":["a","b"]}`
  public String reindexText() {
    Map<String, Json> byVersion =
        reindexing.entrySet().stream()
            .collect(
                Collectors.toMap(
                    version -> version.getKey().toString(),
                    version -> Json.array(version.getValue().stream().map(Json::text).toList()),
                    (one, other) -> one,
                    LinkedHashMap::new));
    return Json.object(byVersion).toString();
  }

  /// Reads what [#reindexText] wrote.
  public static SortedMap<Long, List<String>> parseReindexing(Json text, List<Index> indexes) {
    SortedMap<Long, List<String>> read = new TreeMap<>();
    for (Index index : indexes) {
      readVersionOf(text, index.attribute())
          .ifPresent(version ->
              read.computeIfAbsent(version, none -> new ArrayList<>()).add(index.attribute()));
    }
    return read;
  }

  private static Optional<Long> readVersionOf(Json text, String attribute) {
    return text.members().keySet().stream()
        .filter(version -> holds(text.member(version).orElseThrow(), attribute))
        .map(Long::valueOf)
        .findFirst();
  }

  private static boolean holds(Json attributes, String attribute) {
    for (Json each : attributes.elements()) {
      if (each.asText().filter(attribute::equals).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
