package atoll.morayembedded.object;

import atoll.fast.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An object as it was found.
///
/// @param value with what the columns of its indexes say
/// @param id whichever of `_id` and `_idx` is set
/// @param mtime milliseconds since 1970
/// @param snapshot the transaction that wrote it, where the database tells
public record StoredObject(
    String bucket,
    String key,
    Json value,
    long id,
    String etag,
    long mtime,
    OptionalLong snapshot) {

  /// What a filter may ask for: members of the value, and what moray keeps beside it.
  public Optional<Json> attribute(String name) {
    return switch (name) {
      case "_id" -> Optional.of(Json.number(id));
      case "_etag" -> Optional.of(Json.text(etag));
      case "_key" -> Optional.of(Json.text(key));
      case "_mtime" -> Optional.of(Json.number(mtime));
      case "_txn_snap" ->
          snapshot.isPresent() ? Optional.of(Json.number(snapshot.getAsLong())) : Optional.empty();
      default -> value.member(name);
    };
  }

  /// What clients are told.
  ///
  /// @param count how many objects the search found in all, if it was counted
  public Json json(OptionalLong count) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("bucket", Json.text(bucket));
    members.put("key", Json.text(key));
    members.put("value", value);
    members.put("_id", Json.number(id));
    members.put("_etag", Json.text(etag));
    members.put("_mtime", Json.number(mtime));
    members.put("_txn_snap", number(snapshot));
    members.put("_count", number(count));
    return Json.object(members);
  }

  private static Json number(OptionalLong number) {
    return number.isPresent() ? Json.number(number.getAsLong()) : Json.NULL;
  }
}
