package atoll.http.field;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Parameters behind a value: `; charset=utf-8; name="a \"b\""`. Names are lower case.
final class Parameters {

  private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

  private Parameters() {}

  /// Reads what begins at the first `;`, or nothing; empty for anything malformed. Of two
  /// parameters with the same name the text is malformed.
  static Optional<Map<String, String>> parse(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    int at = skipBlanks(text, 0);
    while (at < text.length()) {
      if (text.charAt(at) != ';') {
        return Optional.empty();
      }
      at = skipBlanks(text, at + 1);
      if (at == text.length() || text.charAt(at) == ';') {
        continue;
      }
      int nameEnd = tokenEnd(text, at);
      if (nameEnd == at || nameEnd == text.length() || text.charAt(nameEnd) != '=') {
        return Optional.empty();
      }
      String name = text.substring(at, nameEnd).toLowerCase(Locale.ROOT);
      StringBuilder value = new StringBuilder();
      at = value(text, nameEnd + 1, value);
      if (at < 0 || found.put(name, value.toString()) != null) {
        return Optional.empty();
      }
      at = skipBlanks(text, at);
    }
    return Optional.of(found);
  }

  private static int value(String text, int from, StringBuilder value) {
    if (from == text.length() || text.charAt(from) != '"') {
      int end = tokenEnd(text, from);
      value.append(text, from, end);
      return end == from ? -1 : end;
    }
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
      }
      value.append(c);
    }
    return -1;
  }

  static int tokenEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isToken(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static boolean isToken(char c) {
    return c > 0x20 && c != 0x7f && SEPARATORS.indexOf(c) < 0;
  }

  static boolean isPlainToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x7f || !isToken(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// A value as a token if it is one, else in quotes.
  static String quoted(String value) {
    return isPlainToken(value)
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
