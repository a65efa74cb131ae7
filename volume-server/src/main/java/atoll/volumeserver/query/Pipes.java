package atoll.volumeserver.query;

/// Finds pipes and brackets in what follows the elements of an array.
final class Pipes {

  private Pipes() {}

  /// The pipe that ends what is said of each element; negative if none does. Those within a
  /// condition, or within braces at the beginning, belong there.
  static int first(String path) {
    if (path.indexOf('|') < 0) {
      return -1;
    }
    if (path.startsWith("{")) {
      int behind = behindBraces(path);
      return behind < path.length() && path.charAt(behind) == '|' ? behind : -1;
    }
    int at = 0;
    while (at < path.length()) {
      char next = path.charAt(at);
      if (next == '|') {
        return at;
      } else if (next == '\\') {
        at++;
      } else if (path.startsWith(".#(", at) || path.startsWith(".#[", at)) {
        at = closingBracket(path, at + 2);
      } else if (path.startsWith(".#", at)) {
        at += 2;
      }
      at++;
    }
    return -1;
  }

  /// What follows the brace goes for it, whatever it is, but where it is a quote nothing does.
  private static int behindBraces(String path) {
    return path.startsWith("{\"")
        ? closingQuote(path, 1) + 1
        : JsonScanner.behindContainer("{" + path.substring(2), 0, path.length() - 1) + 1;
  }

  /// The end of the text if it does not close.
  private static int closingBracket(String path, int open) {
    char close = path.charAt(open) == '(' ? ')' : ']';
    int depth = 0;
    int at = open;
    while (at < path.length()) {
      char next = path.charAt(at);
      if (next == '\\') {
        at++;
      } else if (next == path.charAt(open)) {
        depth++;
      } else if (next == close) {
        depth--;
        if (depth == 0) {
          return at;
        }
      } else if (next == '"') {
        at = closingQuote(path, at);
      }
      at++;
    }
    return path.length();
  }

  static boolean isDotOrPipe(String path, int at) {
    return at < path.length() && (path.charAt(at) == '.' || path.charAt(at) == '|');
  }

  /// The next dot or pipe, whatever it is in; the end of the text if there is none.
  static int dotOrPipe(String path, int from) {
    int at = from;
    while (at < path.length() && !isDotOrPipe(path, at)) {
      at++;
    }
    return at;
  }

  /// The end of the text if it does not close.
  static int closingQuote(String path, int open) {
    int behind = JsonScanner.behindString(path, open, path.length());
    return behind < 0 ? path.length() : behind - 1;
  }
}
