package atoll.volume.info;

import atoll.kit.Bytes;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads one JSON document (RFC 8259) of a small file, strictly. Confined to one call of [#read].
final class JsonReader {

  /// More than any volume info needs, and little enough for the stack.
  private static final int DEPTH_MAX = 64;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /// The document says something else than JSON.
  static final class JsonException extends Exception {

    private static final long serialVersionUID = 1;

    JsonException(String message) {
      super(message);
    }
  }

  static Json read(Bytes document) throws JsonException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(document.asBuffer()).toString();
    } catch (CharacterCodingException e) {
      JsonException malformed = new JsonException("not UTF-8");
      malformed.initCause(e);
      throw malformed;
    }
    JsonReader reader = new JsonReader(text);
    Json value = reader.value();
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.unexpected("the end");
    }
    return value;
  }

  /// Whether `text` is a number as JSON writes it.
  static boolean isNumber(String text) {
    return new JsonReader(text).numberEnd() == text.length();
  }

  private Json value() throws JsonException {
    skipBlanks();
    return switch (peek()) {
      case '{' -> nested('}');
      case '[' -> nested(']');
      case '"' -> new Json.Text(string());
      case 't' -> literal("true", new Json.Bool(true));
      case 'f' -> literal("false", new Json.Bool(false));
      case 'n' -> literal("null", new Json.Null());
      default -> number();
    };
  }

  private Json nested(char close) throws JsonException {
    if (++depth > DEPTH_MAX) {
      throw new JsonException("nested more than " + DEPTH_MAX + " deep at character " + at);
    }
    at++;
    List<Json.Member> members = new ArrayList<>();
    List<Json> items = new ArrayList<>();
    skipBlanks();
    if (peek() != close) {
      do {
        if (close == '}') {
          skipBlanks();
          String name = string();
          skipBlanks();
          expect(':');
          members.add(new Json.Member(name, value()));
        } else {
          items.add(value());
        }
        skipBlanks();
      } while (take(','));
    }
    expect(close);
    depth--;
    return close == '}' ? new Json.Table(members) : new Json.Array(items);
  }

  private Json literal(String word, Json value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private Json number() throws JsonException {
    int end = numberEnd();
    if (end == at) {
      throw unexpected("a value");
    }
    Json number = new Json.Numeral(text.substring(at, end));
    at = end;
    return number;
  }

  /// Where the number that begins here ends, or here if none does.
  private int numberEnd() {
    int end = at < text.length() && text.charAt(at) == '-' ? at + 1 : at;
    int whole = digitsEnd(end);
    if (whole == end || (whole > end + 1 && text.charAt(end) == '0')) {
      return at;
    }
    end = whole;
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digitsEnd(end + 1);
      if (fraction == end + 1) {
        return at;
      }
      end = fraction;
    }
    if (end < text.length() && "eE".indexOf(text.charAt(end)) >= 0) {
      int sign = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0 ? 1 : 0;
      int exponent = digitsEnd(end + 1 + sign);
      if (exponent == end + 1 + sign) {
        return at;
      }
      end = exponent;
    }
    return end;
  }

  private int digitsEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private String string() throws JsonException {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw new JsonException("control character within a text at character " + (at - 1));
      }
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        boolean pair =
            i + 1 < value.length() && Character.isSurrogatePair(value.charAt(i), value.charAt(++i));
        if (!pair) {
          throw new JsonException("half a character within the text before character " + at);
        }
      }
    }
    return value.toString();
  }

  private char escaped() throws JsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw new JsonException("unknown escape at character " + (at - 1));
    };
  }

  private char hexadecimal() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw new JsonException("ends at character " + at);
    }
    return text.charAt(at);
  }

  private boolean take(char c) throws JsonException {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) throws JsonException {
    if (!take(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private JsonException unexpected(String instead) {
    return new JsonException("expected " + instead + " at character " + at);
  }
}
