package atoll.mkv.key;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;

/// The name of an object: the path of its address with the percent-encoding undone, the leading
/// slash included. Bytes are bytes: nothing is normalised, no encoding is assumed. Immutable.
///
/// @param bytes 2 to [#MOST_BYTES], the first one a slash, none of them 0
public record Key(Bytes bytes) implements Comparable<Key> {

  public static final int MOST_BYTES = 4096;

  /// @throws AtollException `BAD_INPUT` or `TOO_LARGE` for what is no key
  public Key {
    if (bytes.size() > MOST_BYTES) {
      throw new AtollException(
          Fault.TOO_LARGE, "a key of " + bytes.size() + " bytes; " + MOST_BYTES + " is the most");
    }
    if (bytes.size() < 2 || bytes.at(0) != '/') {
      throw new AtollException(
          Fault.BAD_INPUT, "a key is a path: a slash and at least one byte behind it");
    }
    for (int index = 0; index < bytes.size(); index++) {
      if (bytes.at(index) == 0) {
        throw new AtollException(Fault.BAD_INPUT, "a key holds no zero byte: one at " + index);
      }
    }
  }

  /// A key of text, as UTF-8.
  public static Key of(String text) {
    return new Key(Bytes.utf8(text));
  }

  /// The hash that decides over place and path. Costs a SHA-256.
  public KeyHash hash() {
    return KeyHash.of(bytes);
  }

  /// Unsigned, byte by byte.
  @Override
  public int compareTo(Key other) {
    return bytes.compareTo(other.bytes);
  }

  /// As UTF-8, for people.
  @Override
  public String toString() {
    return bytes.toUtf8();
  }
}
