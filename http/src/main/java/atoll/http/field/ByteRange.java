package atoll.http.field;

import atoll.kit.Check;

/// A stretch of a representation. Immutable.
///
/// @param first offset of the first byte
/// @param length count of bytes, at least one
public record ByteRange(long first, long length) {

  public ByteRange {
    Check.that(first >= 0 && length > 0, "a range holds at least one byte");
  }

  public long last() {
    return first + length - 1;
  }

  /// The value of `Content-Range`: `bytes 0-99/1000`.
  public String contentRange(long size) {
    return "bytes " + first + '-' + last() + '/' + size;
  }

  /// The value of `Content-Range` in a 416.
  public static String unsatisfied(long size) {
    return "bytes */" + size;
  }
}
