package atoll.morayembedded.error;

import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.moray.MorayErrorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer that says no, as clients of moray expect it. Thrown inside a transaction, it rolls the
/// transaction back.
public final class Refusal extends AtollException {

  private static final long serialVersionUID = 1L;

  private final MorayErrorKind kind;
  private final transient @Nullable Json context;

  public Refusal(MorayErrorKind kind, String message) {
    this(kind, message, null, null);
  }

  public Refusal(MorayErrorKind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  private Refusal(
      MorayErrorKind kind, String message, @Nullable Json context, @Nullable Throwable cause) {
    super(kind.fault(), message, cause);
    this.kind = kind;
    this.context = context;
  }

  public MorayErrorKind kind() {
    return kind;
  }

  /// What the error is about, as an object; null if the message says it all.
  public @Nullable Json context() {
    return context;
  }

  public static Refusal bucketNotFound(String bucket) {
    return new Refusal(MorayErrorKind.BUCKET_NOT_FOUND, bucket + " does not exist");
  }

  public static Refusal objectNotFound(String bucket, String key) {
    return new Refusal(MorayErrorKind.OBJECT_NOT_FOUND, bucket + "::" + key + " does not exist");
  }

  /// An etag is another than the client expected.
  ///
  /// @param expected null: nothing
  /// @param actual null: nothing is there
  public static Refusal etagConflict(
      String bucket, String key, @Nullable String expected, @Nullable String actual) {
    Map<String, Json> context = new LinkedHashMap<>();
    context.put("bucket", Json.text(bucket));
    context.put("key", Json.text(key));
    context.put("expected", Json.text(String.valueOf(expected)));
    context.put("actual", Json.text(String.valueOf(actual)));
    return new Refusal(
        MorayErrorKind.ETAG_CONFLICT,
        "%s::%s was expected to have etag \"%s\", but was \"%s\""
            .formatted(bucket, key, expected, actual),
        Json.object(context),
        null);
  }

  public static Refusal unique(String attribute, String value) {
    return new Refusal(
        MorayErrorKind.UNIQUE_ATTRIBUTE,
        "\"%s\" is a unique attribute; value \"%s\" already exists".formatted(attribute, value));
  }

  /// A filter cannot be read, or asks for what makes no sense.
  ///
  /// @param filter as it came
  public static Refusal invalidQuery(String filter) {
    return new Refusal(MorayErrorKind.INVALID_QUERY, filter + " is an invalid filter");
  }

  /// As the other one.
  ///
  /// @param why to stand behind it
  public static Refusal invalidQuery(String filter, String why) {
    return new Refusal(MorayErrorKind.INVALID_QUERY, filter + " is an invalid filter: " + why);
  }

  /// A filter asks for what has no index.
  ///
  /// @param reindexing attributes whose index is still being filled
  /// @param unindexed attributes without an index
  public static Refusal notIndexed(
      String bucket, String filter, List<String> reindexing, List<String> unindexed) {
    String message = bucket + " does not have indexes that support " + filter;
    if (!reindexing.isEmpty()) {
      message += ". Reindexing fields: " + reindexing;
    }
    if (!unindexed.isEmpty()) {
      message += ". Unindexed fields: " + unindexed;
    }
    return new Refusal(MorayErrorKind.NOT_INDEXED, message);
  }
}
