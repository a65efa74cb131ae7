package atoll.morayembedded.storinfo;

import atoll.fast.json.Json;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A storage node as it reported itself.
///
/// @param storageId its name, such as `3.stor.example.com`
/// @param json all that it said
record StorageNode(String storageId, Json json) {

  private static final Pattern INSTANCE = Pattern.compile("(\\d{1,18})\\..*");

  /// By the number that names begin with, and then by the rest.
  static final Comparator<String> ORDER =
      Comparator.comparingLong(StorageNode::instance).thenComparing(Comparator.naturalOrder());

  private static long instance(String storageId) {
    Matcher matcher = INSTANCE.matcher(storageId);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }

  /// Reads a record of `manta_storage`; empty if it names no node.
  static Optional<StorageNode> of(Json json) {
    return json.member("manta_storage_id")
        .flatMap(Json::asText)
        .filter(id -> !id.isEmpty())
        .map(id -> new StorageNode(id, json.detached()));
  }

  /// Whether objects may be put there: it lives, and has room.
  ///
  /// @param nowMillis since 1970
  boolean isUsable(StorinfoSettings settings, long nowMillis) {
    OptionalLong told = json.member("timestamp").map(Json::asLong).orElse(OptionalLong.empty());
    double used =
        json.member("percentUsed")
            .map(Json::asDouble)
            .filter(number -> number.isPresent())
            .map(number -> number.getAsDouble())
            .orElse(100.0);
    return used <= settings.highestPercentUsed()
        && told.isPresent()
        && nowMillis - told.getAsLong() <= settings.longestSilence().toMillis();
  }
}
