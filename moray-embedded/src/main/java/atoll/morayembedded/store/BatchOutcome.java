package atoll.morayembedded.store;

import atoll.fast.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// What became of an operation of a batch.
public sealed interface BatchOutcome {

  String bucket();

  record Stored(String bucket, String key, String etag) implements BatchOutcome {}

  record Updated(String bucket, String filter, int count, String etag) implements BatchOutcome {}

  record Deleted(String bucket, String key) implements BatchOutcome {}

  record DeletedMany(String bucket, String filter, int count) implements BatchOutcome {}

  /// What clients are told.
  default Json json() {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("bucket", Json.text(bucket()));
    switch (this) {
      case Stored stored -> {
        members.put("key", Json.text(stored.key()));
        members.put("etag", Json.text(stored.etag()));
      }
      case Updated updated -> {
        members.put("filter", Json.text(updated.filter()));
        members.put("count", Json.number(updated.count()));
        members.put("etag", Json.text(updated.etag()));
      }
      case Deleted deleted -> members.put("key", Json.text(deleted.key()));
      case DeletedMany many -> {
        members.put("filter", Json.text(many.filter()));
        members.put("count", Json.number(many.count()));
      }
    }
    return Json.object(members);
  }
}
