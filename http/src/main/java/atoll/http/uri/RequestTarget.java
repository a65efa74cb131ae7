package atoll.http.uri;

import atoll.kit.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What stood between method and version, byte for byte. Nothing is normalised: `//a/../%2F` stays
/// as it is, and views are computed when asked for. Immutable.
public final class RequestTarget {

  /// The four forms of RFC 9112, section 3.2.
  public enum Form {
    /// `/path?query`
    ORIGIN,
    /// `http://host/path?query`
    ABSOLUTE,
    /// `host:port`, as CONNECT sends it.
    AUTHORITY,
    /// `*`
    ASTERISK
  }

  private final String raw;
  private final int pathFrom;
  private final int pathTo;

  private RequestTarget(String raw) {
    this.raw = raw;
    this.pathFrom = raw.startsWith("/") ? 0 : pathOfOtherForm(raw);
    int question = raw.indexOf('?', pathFrom);
    this.pathTo = question < 0 ? raw.length() : question;
  }

  /// A target as it came, one character for each byte (ISO-8859-1).
  public static RequestTarget of(String raw) {
    return new RequestTarget(raw);
  }

  private static int pathOfOtherForm(String raw) {
    int scheme = raw.indexOf("://");
    if (scheme <= 0) {
      return 0;
    }
    for (int i = scheme + 3; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return raw.length();
  }

  /// All of it, one character for each byte.
  public String raw() {
    return raw;
  }

  public Bytes rawBytes() {
    return Bytes.of(raw.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Form form() {
    if (raw.startsWith("/")) {
      return Form.ORIGIN;
    }
    if (raw.equals("*")) {
      return Form.ASTERISK;
    }
    return raw.indexOf("://") > 0 ? Form.ABSOLUTE : Form.AUTHORITY;
  }

  /// The path as it came: up to the `?`, without scheme and authority of an absolute form, where an
  /// empty path reads `/`. For the other two forms, all of the target.
  public String rawPath() {
    if (pathFrom == 0 && pathTo == raw.length()) {
      return raw;
    }
    return pathFrom == pathTo ? "/" : raw.substring(pathFrom, pathTo);
  }

  /// What stands behind the `?` as it came, or null without one.
  public @Nullable String rawQuery() {
    return pathTo == raw.length() ? null : raw.substring(pathTo + 1);
  }

  /// The path with its percent-encoding undone, as UTF-8.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` if the encoding is broken
  public String path() {
    return Percent.decodeText(rawPath());
  }

  /// As [#path()], as bytes.
  public Bytes pathBytes() {
    return Percent.decode(rawPath());
  }

  public QueryParameters parameters() {
    String query = rawQuery();
    return QueryParameters.parse(query == null ? "" : query);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestTarget target && raw.equals(target.raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  @Override
  public String toString() {
    return raw;
  }
}
