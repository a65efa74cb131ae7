package atoll.mkv.record;

import java.util.Locale;
import java.util.Optional;

/// What a sidecar says of its key.
public enum SidecarState {
  LIVE,
  UNLINKED,
  /// No blob belongs to it: the key was deleted.
  TOMBSTONE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<SidecarState> of(String word) {
    for (SidecarState state : values()) {
      if (state.word().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
