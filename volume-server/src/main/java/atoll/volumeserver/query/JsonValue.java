package atoll.volumeserver.query;

import org.jspecify.annotations.Nullable;

/// A JSON value where it stands in a text. Immutable.
///
/// @param span as it is written there
record JsonValue(Kind kind, Span span) {

  /// What a path leads to where nothing is.
  static final JsonValue MISSING = new JsonValue(Kind.NULL, Span.of(""));

  /// What a value is, by its first characters.
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL;

    /// What begins there; null if no value does.
    static @Nullable Kind at(String text, int at, int end) {
      return switch (text.charAt(at)) {
        case '{' -> OBJECT;
        case '[' -> ARRAY;
        case '"' -> STRING;
        case 't' -> TRUE;
        case 'f' -> FALSE;
        case 'n' -> at + 1 < end && text.charAt(at + 1) != 'u' ? NUMBER : NULL;
        case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', 'i', 'I', 'N' -> NUMBER;
        default -> null;
      };
    }
  }

  /// The value that a text begins with: an object or array has all of the text, even what is behind
  /// its end.
  static JsonValue first(Span span) {
    String text = span.text();
    int from = span.from();
    while (from < span.to() && text.charAt(from) <= ' ') {
      from++;
    }
    Kind kind = from < span.to() ? Kind.at(text, from, span.to()) : null;
    if (kind == null) {
      return MISSING;
    }
    int to =
        switch (kind) {
          case OBJECT, ARRAY -> span.to();
          case STRING -> {
            int behind = JsonScanner.behindString(text, from, span.to());
            yield behind < 0 ? span.to() : behind;
          }
          case NUMBER -> JsonScanner.behindNumber(text, from, span.to());
          case TRUE, FALSE, NULL -> JsonScanner.behindWord(text, from, span.to());
        };
    return new JsonValue(kind, new Span(text, from, to));
  }

  static JsonValue array(String text) {
    return new JsonValue(Kind.ARRAY, Span.of(text));
  }

  boolean exists() {
    return span.length() > 0;
  }

  boolean isContainer() {
    return kind == Kind.OBJECT || kind == Kind.ARRAY;
  }

  /// As it is written.
  String raw() {
    return span.string();
  }

  /// The text of a string.
  String string() {
    int behind = JsonScanner.behindString(span.text(), span.from(), span.to());
    return JsonText.unescape(
        span.text().substring(span.from() + 1, behind < 0 ? span.to() : behind - 1));
  }

  /// A number; 0 if it is none.
  double number() {
    return JsonNumber.parse(raw());
  }

  /// Whether it says yes: as an option of a modifier.
  boolean isTrue() {
    return switch (kind) {
      case TRUE -> true;
      case STRING -> JsonText.truth(string()) == JsonText.Truth.YES;
      case NUMBER -> number() != 0;
      case FALSE, NULL, OBJECT, ARRAY -> false;
    };
  }

  /// Whether it says no; what is not there does.
  boolean isFalse() {
    return switch (kind) {
      case NULL, FALSE -> true;
      case STRING -> JsonText.truth(string()) == JsonText.Truth.NO;
      case NUMBER -> number() == 0;
      case TRUE, OBJECT, ARRAY -> false;
    };
  }
}
