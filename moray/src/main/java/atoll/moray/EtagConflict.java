package atoll.moray;

import atoll.fast.json.Json;
import java.util.Optional;

/// Why a conditional write was refused: somebody else has written the object meanwhile.
///
/// @param expected what the writer asked for; empty if it asked that there be no object
/// @param actual what is stored; empty if nothing is
public record EtagConflict(
    String bucket, String key, Optional<Etag> expected, Optional<Etag> actual) {

  /// Reads the context of an `EtagConflictError`; empty if it does not say what it is about.
  static Optional<EtagConflict> of(Json context) {
    return text(context, "bucket")
        .flatMap(bucket ->
            text(context, "key")
                .map(key ->
                    new EtagConflict(
                        bucket, key, etag(context, "expected"), etag(context, "actual"))));
  }

  private static Optional<String> text(Json context, String member) {
    return context.member(member).flatMap(Json::asText);
  }

  /// The server writes a missing object as null, and as the word in answers of old.
  private static Optional<Etag> etag(Json context, String member) {
    return text(context, member)
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .map(Etag::new);
  }
}
