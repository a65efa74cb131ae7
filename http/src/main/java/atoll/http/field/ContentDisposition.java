package atoll.http.field;

import atoll.http.uri.Percent;
import atoll.kit.AtollException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The header `Content-Disposition` (RFC 6266) and its cousin in multipart forms (RFC 7578).
/// Immutable.
///
/// @param kind lower case: `inline`, `attachment`, `form-data`
/// @param parameters in their order, names in lower case; those of the form `name*` stay encoded
public record ContentDisposition(String kind, Map<String, String> parameters) {

  /// What stays as it is in `filename*`, beside letters and digits (RFC 8187).
  private static final String KEPT = "!#$&+-.^_`|~";

  public ContentDisposition {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Reads a header value; empty for anything malformed.
  public static Optional<ContentDisposition> parse(String value) {
    String text = value.strip();
    int end = Parameters.tokenEnd(text, 0);
    if (end == 0) {
      return Optional.empty();
    }
    String kind = text.substring(0, end).toLowerCase(Locale.ROOT);
    return Parameters.parse(text.substring(end)).map(found -> new ContentDisposition(kind, found));
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// The file's name: `filename*` where it is given and readable, else `filename`. It may hold any
  /// character, `/` and `..` too.
  public Optional<String> fileName() {
    String extended = parameters.get("filename*");
    if (extended != null) {
      // UTF-8'language'percent-encoded
      String[] parts = extended.split("'", 3);
      if (parts.length == 3 && parts[0].equalsIgnoreCase("utf-8")) {
        try {
          return Optional.of(Percent.decodeText(parts[2]));
        } catch (AtollException e) {
          return parameter("filename");
        }
      }
    }
    return parameter("filename");
  }

  /// Writes the header for a file's name: a token or a quoted text in ASCII, else `filename*`.
  public static String format(String kind, String fileName) {
    return isAscii(fileName)
        ? kind + "; filename=" + Parameters.quoted(fileName)
        : kind + "; filename*=utf-8''" + Percent.encode(fileName, KEPT);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x20 || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
