package atoll.volumeserver.query;

import atoll.volumeserver.query.JsonValue.Kind;

/// Goes through a text that should be JSON. What is no value is stepped over, and a value that does
/// not end goes to the end of the text. Confined to one search.
final class JsonScanner {

  private final String text;
  private final int end;
  private final Effort effort;
  private int at;

  JsonScanner(Span span, Effort effort) {
    this.text = span.text();
    this.end = span.to();
    this.effort = effort;
    this.at = span.from();
  }

  /// Another one at the same place.
  JsonScanner copy() {
    return new JsonScanner(new Span(text, at, end), effort);
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /// The character here; only before the end.
  char here() {
    return text.charAt(at);
  }

  /// Steps over a character.
  void skip() {
    at++;
  }

  /// Steps over space, commas and colons.
  void skipBetween() {
    int from = at;
    while (at < end && (here() <= ' ' || here() == ',' || here() == ':')) {
      at++;
    }
    effort.spend(at - from);
  }

  void skipSpace() {
    int from = at;
    while (at < end && (here() == ' ' || here() == '\t' || here() == '\r' || here() == '\n')) {
      at++;
    }
    effort.spend(at - from);
  }

  /// Goes to the first character that begins an object or an array.
  boolean seekContainer() {
    int from = at;
    while (at < end && here() != '{' && here() != '[') {
      at++;
    }
    effort.spend(at - from);
    return at < end;
  }

  /// Goes to the next value, over everything else.
  boolean seekValue() {
    int from = at;
    while (at < end && Kind.at(text, at, end) == null) {
      at++;
    }
    effort.spend(at - from);
    return at < end;
  }

  /// Whether a container was cut off within a string: then nothing ends what it was in.
  boolean isCutOff() {
    return at > end;
  }

  /// Goes to the next element; behind the array if there is none. The end of the text ends it too.
  boolean seekElement() {
    int from = at;
    while (at < end && here() != ']' && Kind.at(text, at, end) == null) {
      at++;
    }
    effort.spend(at - from);
    if (at < end && here() != ']') {
      return true;
    }
    at += at < end ? 1 : 0;
    return false;
  }

  /// Goes to the next name; behind the object if there is none.
  boolean seekName() {
    int from = at;
    while (at < end && here() != '"' && here() != '}') {
      at++;
    }
    effort.spend(at - from);
    if (at < end && here() == '"') {
      return true;
    }
    at += at < end ? 1 : 0;
    return false;
  }

  /// Steps over the value here, if there is one; a string without an end is none.
  JsonValue take() {
    Kind kind = at < end ? Kind.at(text, at, end) : null;
    if (kind == null) {
      return JsonValue.MISSING;
    }
    int from = at;
    at =
        switch (kind) {
          case STRING -> behindString(text, from, end);
          case OBJECT, ARRAY -> behindBrackets(text, from, end);
          case NUMBER -> behindNumber(text, from, end);
          case TRUE, FALSE, NULL -> behindWord(text, from, end);
        };
    if (at < 0) {
      at = end;
      effort.spend(at - from);
      return JsonValue.MISSING;
    }
    effort.spend(at - from);
    return new JsonValue(kind, new Span(text, from, Math.min(at, end)));
  }

  /// Behind the quote that ends it; negative if none does.
  static int behindString(String text, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return -1;
  }

  /// Behind the bracket that ends it, or at the end of the text.
  static int behindContainer(String text, int from, int end) {
    return Math.min(behindBrackets(text, from, end), end);
  }

  /// Brackets of all kinds are counted, whichever closes whichever. Beyond the end if a string has
  /// none.
  private static int behindBrackets(String text, int from, int end) {
    int depth = 0;
    int i = from;
    while (i < end) {
      switch (text.charAt(i)) {
        case '"' -> {
          i = behindString(text, i, end) - 1;
          if (i < 0) {
            return end + 1;
          }
        }
        case '{', '[', '(' -> depth++;
        case '}', ']', ')' -> depth--;
        default -> {
          // Everything else is content.
        }
      }
      i++;
      if (depth == 0) {
        return i;
      }
    }
    return end;
  }

  static int behindNumber(String text, int from, int end) {
    int i = from + 1;
    while (i < end && text.charAt(i) > ' ' && ",]}".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  static int behindWord(String text, int from, int end) {
    int i = from + 1;
    while (i < end && text.charAt(i) >= 'a' && text.charAt(i) <= 'z') {
      i++;
    }
    return i;
  }
}
