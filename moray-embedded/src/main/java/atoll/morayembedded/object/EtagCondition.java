package atoll.morayembedded.object;

import atoll.morayembedded.error.Refusal;
import org.jspecify.annotations.Nullable;

/// What a write asks of the object that it replaces.
public sealed interface EtagCondition {

  /// Nothing.
  record Any() implements EtagCondition {}

  /// That there is none.
  record Absent() implements EtagCondition {}

  /// That its etag is this one.
  record Is(String etag) implements EtagCondition {}

  /// Holds the condition against what is there.
  ///
  /// @param actual the etag; null: there is no object
  /// @throws Refusal `EtagConflictError`
  default void check(String bucket, String key, @Nullable String actual) {
    switch (this) {
      case Any _ -> {}
      case Absent _ -> {
        if (actual != null) {
          throw Refusal.etagConflict(bucket, key, null, actual);
        }
      }
      case Is is -> {
        if (!is.etag().equals(String.valueOf(actual))) {
          throw Refusal.etagConflict(bucket, key, is.etag(), actual);
        }
      }
    }
  }
}
