package atoll.volumeserver.query;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A JSON value where it stands in a text, which nobody changes. Immutable.
final class JsonValue {

  private final byte[] text;
  private final int from;
  private final int to;

  /// @param from the first byte
  /// @param to behind the last
  JsonValue(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /// What a value is, by its first byte.
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  Kind kind() {
    return switch (text[from]) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case '"' -> Kind.STRING;
      case 't' -> Kind.TRUE;
      case 'f' -> Kind.FALSE;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /// Looks through the members of an object or the elements of an array.
  JsonScanner inside() {
    return new JsonScanner(text, from + 1, to);
  }

  void writeTo(ByteArrayOutputStream target) {
    target.write(text, from, to - from);
  }

  /// As it stands there.
  String raw() {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }

  /// The text of a string.
  String string() {
    int end = to - from >= 2 && text[to - 1] == '"' ? to - 1 : to;
    return JsonText.unescape(new String(text, from + 1, end - from - 1, StandardCharsets.UTF_8));
  }

  /// A number; 0 if it is none, as the Go server has it.
  double number() {
    return JsonText.number(raw());
  }
}
