package atoll.http.field;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A media type with its parameters: `text/html; charset=utf-8`. Immutable.
///
/// @param type lower case
/// @param subtype lower case
/// @param parameters in their order, names in lower case
public record MediaType(String type, String subtype, Map<String, String> parameters) {

  public MediaType {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Reads a header value; empty for anything malformed.
  public static Optional<MediaType> parse(String value) {
    String text = value.strip();
    int semicolon = text.indexOf(';');
    String name = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    int slash = name.indexOf('/');
    if (slash < 0
        || !Parameters.isPlainToken(name.substring(0, slash))
        || !Parameters.isPlainToken(name.substring(slash + 1))) {
      return Optional.empty();
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return Parameters.parse(semicolon < 0 ? "" : text.substring(semicolon))
        .map(found -> new MediaType(lower.substring(0, slash), lower.substring(slash + 1), found));
  }

  /// Whether this is `type/subtype`, whatever the parameters.
  public boolean is(String name) {
    return name.equals(type + '/' + subtype);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// The header value.
  public String format() {
    StringBuilder text = new StringBuilder(type).append('/').append(subtype);
    parameters.forEach((name, value) ->
        text.append("; ").append(name).append('=').append(Parameters.quoted(value)));
    return text.toString();
  }
}
