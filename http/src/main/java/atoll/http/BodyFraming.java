package atoll.http;

/// How the end of a body is told.
///
/// @param kind by length, by chunks, or by the end of the connection
/// @param length the count of bytes, or -1 where it is not known beforehand
public record BodyFraming(Kind kind, long length) {

  public enum Kind {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  public static final BodyFraming EMPTY = new BodyFraming(Kind.LENGTH, 0);
  public static final BodyFraming CHUNKED = new BodyFraming(Kind.CHUNKED, -1);
  public static final BodyFraming UNTIL_CLOSE = new BodyFraming(Kind.UNTIL_CLOSE, -1);

  public static BodyFraming length(long length) {
    return length == 0 ? EMPTY : new BodyFraming(Kind.LENGTH, length);
  }
}
