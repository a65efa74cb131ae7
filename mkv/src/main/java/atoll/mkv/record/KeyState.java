package atoll.mkv.record;

/// Where a key is in its life. The codes are what the index stores.
public enum KeyState {
  /// Readable.
  LIVE(1),
  /// Hidden, its blobs still there; can be brought back.
  UNLINKED(2),
  /// A tombstone: deleted, with copies that are still to be removed.
  DELETED(3);

  private final int code;

  KeyState(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// The state with that code.
  ///
  /// @throws IllegalArgumentException for a code that nobody has
  public static KeyState of(int code) {
    for (KeyState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a key has the code " + code);
  }
}
