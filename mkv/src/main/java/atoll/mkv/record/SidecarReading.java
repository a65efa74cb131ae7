package atoll.mkv.record;

import atoll.kit.Bytes;
import atoll.mkv.key.Key;

/// What a sidecar's bytes turned out to be.
public sealed interface SidecarReading {

  /// A whole sidecar of ours.
  record Whole(Sidecar sidecar) implements SidecarReading {}

  /// Nothing but a key, as stores of an older make wrote it.
  record KeyAlone(Key key) implements SidecarReading {}

  /// Neither.
  ///
  /// @param why what is wrong and in which line
  record Broken(String why) implements SidecarReading {}

  /// Reads the bytes of a sidecar.
  static SidecarReading of(Bytes text) {
    return SidecarText.read(text);
  }
}
