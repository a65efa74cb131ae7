package atoll.volumeserver.blob;

/// Writes small JSON objects, letter by letter as Go's library does: `<`, `>` and `&` are escaped,
/// and so are the two line separators of Unicode. Confined to its caller.
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder(128);
  private final boolean pretty;
  private boolean first = true;

  /// @param pretty whether each member stands on a line of its own
  JsonText(boolean pretty) {
    this.pretty = pretty;
    text.append('{');
  }

  /// `{"error":"..."}`
  static String error(String message, boolean pretty) {
    return new JsonText(pretty).add("error", message).end();
  }

  JsonText add(String name, String value) {
    name(name);
    quote(text, value);
    return this;
  }

  JsonText add(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  /// Adds a text unless it is empty.
  JsonText addUnlessEmpty(String name, String value) {
    return value.isEmpty() ? this : add(name, value);
  }

  /// Adds a number unless it is 0.
  JsonText addUnlessZero(String name, long value) {
    return value == 0 ? this : add(name, value);
  }

  String end() {
    if (pretty && !first) {
      text.append('\n');
    }
    return text.append('}').toString();
  }

  private void name(String name) {
    if (!first) {
      text.append(',');
    }
    first = false;
    if (pretty) {
      text.append("\n  ");
    }
    quote(text, name);
    text.append(pretty ? ": " : ":");
  }

  static void quote(StringBuilder to, String value) {
    to.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case '\b' -> to.append("\\b");
        case '\f' -> to.append("\\f");
        default -> {
          if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
            escape(to, c);
          } else if (Character.isSurrogate(c) && !isPaired(value, i)) {
            to.append("\\ufffd");
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }

  private static boolean isPaired(String value, int at) {
    char c = value.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }

  private static void escape(StringBuilder to, char c) {
    to.append("\\u")
        .append(HEX.charAt(c >> 12))
        .append(HEX.charAt(c >> 8 & 15))
        .append(HEX.charAt(c >> 4 & 15))
        .append(HEX.charAt(c & 15));
  }
}
