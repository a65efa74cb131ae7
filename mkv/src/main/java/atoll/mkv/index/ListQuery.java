package atoll.mkv.index;

import atoll.kit.Bytes;
import atoll.kit.Check;
import java.util.Optional;

/// Which records a listing wants: those whose key is at or behind `from` and begins with `prefix`.
///
/// @param prefix may be empty
/// @param from the first key that may come; may be empty
/// @param which the records that count
/// @param limit of records
public record ListQuery(Bytes prefix, Bytes from, Which which, int limit) {

  /// Which records count.
  public enum Which {
    LIVE,
    UNLINKED,
    /// With a copy missing that waits to be made.
    SHORT,
    /// All, tombstones included.
    ALL
  }

  public ListQuery {
    Check.that(limit > 0, "a listing wants at least one record");
  }

  /// The first key wanted.
  public Bytes lower() {
    return from.compareTo(prefix) > 0 ? from : prefix;
  }

  /// The first key behind the prefix; empty if nothing is behind it.
  public Optional<Bytes> upper() {
    return behind(prefix);
  }

  /// The least sequence that is above everything that begins with `prefix`; none for an empty one
  /// and for nothing but 0xff.
  public static Optional<Bytes> behind(Bytes prefix) {
    for (int last = prefix.size() - 1; last >= 0; last--) {
      if (prefix.at(last) != (byte) 0xff) {
        byte[] next = prefix.slice(0, last + 1).toArray();
        next[last]++;
        return Optional.of(Bytes.of(next));
      }
    }
    return Optional.empty();
  }

  /// The least sequence above this one.
  public static Bytes following(Bytes key) {
    byte[] longer = new byte[key.size() + 1];
    System.arraycopy(key.toArray(), 0, longer, 0, key.size());
    return Bytes.of(longer);
  }
}
