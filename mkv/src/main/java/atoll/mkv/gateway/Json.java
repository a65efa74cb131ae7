package atoll.mkv.gateway;

/// JSON, written.
final class Json {

  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /// Adds a string in its quotes.
  static StringBuilder string(StringBuilder out, String text) {
    out.append('"');
    for (int index = 0; index < text.length(); index++) {
      char next = text.charAt(index);
      switch (next) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (next < 0x20 || next == 0x7f) {
            out.append("\\u00").append(HEX.charAt(next >> 4)).append(HEX.charAt(next & 15));
          } else {
            out.append(next);
          }
        }
      }
    }
    return out.append('"');
  }
}
