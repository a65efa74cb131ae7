package atoll.volumeserver.blob;

import atoll.http.uri.Percent;
import atoll.http.uri.QueryParameters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The query of a request; of a parameter given twice, the first counts. Immutable.
final class Query {

  static final Query NONE = new Query(null, "");

  private final @Nullable QueryParameters parameters;
  private final String raw;

  private Query(@Nullable QueryParameters parameters, String raw) {
    this.parameters = parameters;
    this.raw = raw;
  }

  /// @param raw what stands behind the `?`; null without one
  static Query of(@Nullable String raw) {
    return raw == null || raw.isEmpty() ? NONE : new Query(QueryParameters.parse(raw), raw);
  }

  /// The value; empty if there is none.
  String get(String name) {
    return parameters == null ? "" : parameters.first(name).orElse("");
  }

  boolean is(String name, String value) {
    return parameters != null && get(name).equals(value);
  }

  boolean isTrue(String name) {
    return parameters != null && GoBool.isTrue(get(name));
  }

  /// This query with values that count where it has none.
  Query withFields(Map<String, String> fields) {
    StringBuilder text = new StringBuilder(raw);
    fields.forEach((name, value) ->
        text.append('&').append(name).append('=').append(Percent.encode(value, "")));
    return of(text.toString());
  }

  boolean isEmpty() {
    return parameters == null;
  }

  QueryParameters parameters() {
    return parameters == null ? QueryParameters.parse("") : parameters;
  }

  String raw() {
    return raw;
  }

  /// The number, or 0 for what is none.
  int number(String name) {
    String text = get(name);
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// What is wrong with the query, in the words of Go's library; empty if nothing is.
  String complaint() {
    return complaint(raw);
  }

  /// As [#complaint()], for any text of that form.
  static String complaint(String text) {
    for (String pair : text.split("&", -1)) {
      if (pair.indexOf(';') >= 0) {
        return "invalid semicolon separator in query";
      }
      for (int at = pair.indexOf('%'); at >= 0; at = pair.indexOf('%', at + 1)) {
        boolean escape =
            at + 2 < pair.length() && isHex(pair.charAt(at + 1)) && isHex(pair.charAt(at + 2));
        if (!escape) {
          return "invalid URL escape \""
              + pair.substring(at, Math.min(at + 3, pair.length()))
              + "\"";
        }
      }
    }
    return "";
  }

  private static boolean isHex(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }
}
