package atoll.volumeserver.query;

/// Strings and numbers of JSON.
final class JsonText {

  private static final int UNICODE_DIGITS = 4;
  private static final int HEXADECIMAL = 16;

  private JsonText() {}

  /// The text that an escaped one stands for; what makes no sense ends it.
  static String unescape(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder(escaped.length());
    int at = 0;
    while (at < escaped.length()) {
      char next = escaped.charAt(at++);
      if (next != '\\') {
        plain.append(next);
        continue;
      }
      if (at == escaped.length()) {
        break;
      }
      char letter = escaped.charAt(at++);
      switch (letter) {
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case '"', '\\', '/' -> plain.append(letter);
        case 'u' -> {
          int code = unicode(escaped, at);
          if (code < 0) {
            return plain.toString();
          }
          plain.append((char) code);
          at += UNICODE_DIGITS;
        }
        default -> {
          return plain.toString();
        }
      }
    }
    return plain.toString();
  }

  private static int unicode(String text, int at) {
    if (at + UNICODE_DIGITS > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = at; i < at + UNICODE_DIGITS; i++) {
      int digit = Character.digit(text.charAt(i), HEXADECIMAL);
      if (digit < 0) {
        return -1;
      }
      code = code * HEXADECIMAL + digit;
    }
    return code;
  }

  /// A decimal number; 0 if the text is none.
  static double number(String text) {
    if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
      return 0;
    }
    return Double.parseDouble(text);
  }
}
