package atoll.moray;

import atoll.fast.json.Json;
import atoll.kit.Check;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a bucket is set up.
///
/// @param indexes by the name of their attribute
/// @param before what the server runs before each write, as texts of its own language
/// @param after what it runs behind each write
/// @param options a JSON object; its `version` is a whole number, 0 for none
public record BucketConfig(
    Map<String, Index> indexes, List<String> before, List<String> after, Json options) {

  public static final BucketConfig EMPTY =
      new BucketConfig(Map.of(), List.of(), List.of(), Json.EMPTY_OBJECT);

  private static final String VERSION = "version";

  public BucketConfig {
    indexes = Collections.unmodifiableMap(new LinkedHashMap<>(indexes));
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// The same and one more index.
  public BucketConfig with(String attribute, Index index) {
    Map<String, Index> more = new LinkedHashMap<>(indexes);
    more.put(attribute, index);
    return new BucketConfig(more, before, after, options);
  }

  /// The same with a version, from which servers tell a newer set-up from an older one.
  public BucketConfig withVersion(long version) {
    Check.that(version >= 0, "versions begin at 0, which is none");
    Map<String, Json> more = new LinkedHashMap<>(options.members());
    more.put(VERSION, Json.number(version));
    return new BucketConfig(indexes, before, after, Json.object(more));
  }

  public BucketConfig withTriggers(List<String> beforeWrites, List<String> afterWrites) {
    return new BucketConfig(indexes, beforeWrites, afterWrites, options);
  }

  /// 0 if it has none.
  public long version() {
    return options.member(VERSION).map(Json::asLong).map(number -> number.orElse(0)).orElse(0L);
  }

  /// What is sent.
  Json json() {
    Map<String, Json> index = new LinkedHashMap<>();
    indexes.forEach((attribute, one) -> index.put(attribute, one.json()));
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("index", Json.object(index));
    members.put("pre", Json.array(before.stream().map(Json::text).toList()));
    members.put("post", Json.array(after.stream().map(Json::text).toList()));
    members.put("options", options);
    return Json.object(members);
  }
}
