package atoll.fast;

import atoll.fast.json.Json;
import java.util.List;

/// A whole answer.
public sealed interface Reply {

  /// The values that were kept.
  List<Json> values();

  /// How many values came, those not kept included.
  long count();

  /// The answer ended well.
  record Complete(List<Json> values, long count) implements Reply {}

  /// It did not; the values came before.
  record Failed(String method, CallFailure failure, List<Json> values, long count)
      implements Reply {}

  /// The values of a good answer.
  ///
  /// @throws FastException if it was none
  default List<Json> orThrow() {
    return switch (this) {
      case Complete complete -> complete.values();
      case Failed failed -> throw new FastException(failed.method(), failed.failure());
    };
  }
}
