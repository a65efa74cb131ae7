package atoll.mkv.index;

import atoll.mkv.key.BlobName;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;

/// Work on one copy that the index keeps until it is done.
///
/// @param id given by the index
/// @param blob the generation in the blob's name
/// @param dueMillis not to be tried before, since 1970
/// @param attempts how often it was tried
public record Chore(
    long id, Kind kind, Key key, Generation blob, HostId host, long dueMillis, int attempts) {

  /// What is to be done.
  public enum Kind {
    /// Remove a copy.
    REMOVE(1),
    /// Make a copy that is missing.
    REPAIR(2),
    /// Tell the key's state in the sidecar of a copy.
    MARK(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of chore has the code " + code);
    }
  }

  public BlobName blobName() {
    return BlobName.of(key, blob);
  }
}
