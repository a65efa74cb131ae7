package atoll.mkv.index;

import atoll.mkv.record.KeyRecord;
import java.util.Optional;

/// What became of a change.
public sealed interface ChangeResult {

  record Applied() implements ChangeResult {}

  /// Somebody else was first: nothing was changed.
  ///
  /// @param present what is there now
  record Outdated(Optional<KeyRecord> present) implements ChangeResult {}
}
