package atoll.volumeserver.query;

import java.util.Optional;

/// Finds one JSON value after the other in a text, inside an array or object as well as outside.
/// What is no value is stepped over, and a value that does not end goes to the end of the text.
/// Confined to one thread.
final class JsonScanner {

  private final byte[] text;
  private final int end;
  private int at;

  JsonScanner(byte[] text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  /// The next value; empty at the end of the text, or of the array or object it is in.
  Optional<JsonValue> next() {
    for (; at < end; at++) {
      byte first = text[at];
      if (first == ']' || first == '}') {
        return Optional.empty();
      }
      if (first == '"' || first == '{' || first == '[') {
        int from = at;
        at = first == '"' ? behindString(from) : behindContainer(from);
        return Optional.of(new JsonValue(text, from, at));
      }
      if (first == '-' || (first >= '0' && first <= '9') || isLiteral(first)) {
        int from = at;
        at = behindWord(from);
        return Optional.of(new JsonValue(text, from, at));
      }
    }
    return Optional.empty();
  }

  private static boolean isLiteral(byte first) {
    return first == 't' || first == 'f' || first == 'n';
  }

  private int behindString(int from) {
    for (int i = from + 1; i < end; i++) {
      if (text[i] == '\\') {
        i++;
      } else if (text[i] == '"') {
        return i + 1;
      }
    }
    return end;
  }

  private int behindContainer(int from) {
    int depth = 0;
    int i = from;
    while (i < end) {
      switch (text[i]) {
        case '"' -> i = behindString(i) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
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

  private int behindWord(int from) {
    int i = from;
    while (i < end && text[i] > ' ' && text[i] != ',' && text[i] != ']' && text[i] != '}') {
      i++;
    }
    return i;
  }
}
