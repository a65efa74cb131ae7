package atoll.volumeserver.query;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Strings of JSON, one character for each byte.
final class JsonText {

  private static final int UNICODE_DIGITS = 4;
  private static final int HEXADECIMAL = 16;
  private static final String REPLACEMENT = "\\ufffd";

  private JsonText() {}

  /// A text with one character for each byte of its UTF-8.
  static String bytewise(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// Without the space around it.
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
  }

  /// What a string says of truth.
  enum Truth {
    YES,
    NO,
    NEITHER
  }

  static Truth truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "t", "true" -> Truth.YES;
      case "0", "f", "false" -> Truth.NO;
      default -> Truth.NEITHER;
    };
  }

  /// The text that an escaped one stands for; what makes no sense ends it.
  static String unescape(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    StringBuilder plain = new StringBuilder(escaped.length());
    int at = 0;
    while (at < escaped.length()) {
      char next = escaped.charAt(at++);
      if (next < ' ') {
        break;
      }
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
          if (at + UNICODE_DIGITS > escaped.length()) {
            return plain.toString();
          }
          at = unescapeUnicode(escaped, at, plain);
        }
        default -> {
          return plain.toString();
        }
      }
    }
    return plain.toString();
  }

  /// One character, of two surrogates maybe. Digits that are none make it 0.
  ///
  /// @return what is behind it
  private static int unescapeUnicode(String text, int at, StringBuilder plain) {
    int code = unicode(text, at);
    int behind = at + UNICODE_DIGITS;
    if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
      int low = 0;
      if (text.startsWith("\\u", behind) && behind + 2 + UNICODE_DIGITS <= text.length()) {
        low = unicode(text, behind + 2);
        behind += 2 + UNICODE_DIGITS;
      }
      code =
          Character.isSurrogatePair((char) code, (char) low)
              ? Character.toCodePoint((char) code, (char) low)
              : Runes.INVALID;
    }
    plain.append(bytewise(Character.toString(code)));
    return behind;
  }

  private static int unicode(String text, int at) {
    int code = 0;
    for (int i = at; i < at + UNICODE_DIGITS; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), HEXADECIMAL) : -1;
      if (digit < 0) {
        return 0;
      }
      code = code * HEXADECIMAL + digit;
    }
    return code;
  }

  /// A text as a string of JSON.
  static void quote(String text, Draft out) {
    out.write('"');
    int at = 0;
    while (at < text.length()) {
      char next = text.charAt(at);
      if (next < 128) {
        at++;
        quote(next, out);
        continue;
      }
      long rune = Runes.at(text, at);
      int length = Runes.length(rune);
      int code = Runes.code(rune);
      if (length == 1) {
        out.write(REPLACEMENT);
      } else if (code == '\u2028' || code == '\u2029') {
        out.write(unicode((char) code));
      } else {
        out.write(new Span(text, at, at + length));
      }
      at += length;
    }
    out.write('"');
  }

  private static void quote(char next, Draft out) {
    switch (next) {
      case '\n' -> out.write("\\n");
      case '\r' -> out.write("\\r");
      case '\t' -> out.write("\\t");
      case '\b' -> out.write("\\b");
      case '\f' -> out.write("\\f");
      case '"' -> out.write("\\\"");
      case '\\' -> out.write("\\\\");
      case '<', '>', '&' -> out.write(unicode(next));
      default -> {
        if (next < ' ') {
          out.write(unicode(next));
        } else {
          out.write(next);
        }
      }
    }
  }

  private static String unicode(char code) {
    return "\\u%04x".formatted((int) code);
  }
}
