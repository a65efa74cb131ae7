package atoll.sharkspotter.row;

/// Takes the white space between the parts of a JSON text away, and nothing else, so that it stands
/// on one line. Pure.
final class CompactJson {

  private CompactJson() {}

  /// The text itself if there is nothing to take away. It must be JSON.
  static Slice of(Slice json) {
    int first = nextSpace(json, 0);
    if (first == json.length()) {
      return json;
    }
    byte[] compact = new byte[json.length()];
    int kept = 0;
    int from = 0;
    int space = first;
    while (true) {
      System.arraycopy(json.array, json.from + from, compact, kept, space - from);
      kept += space - from;
      if (space == json.length()) {
        return new Slice(compact, 0, kept);
      }
      from = space + 1;
      space = nextSpace(json, from);
    }
  }

  /// Where white space outside of strings is next; begins outside of a string.
  private static int nextSpace(Slice json, int from) {
    boolean quoted = false;
    for (int at = from; at < json.length(); at++) {
      byte each = json.at(at);
      if (quoted) {
        if (each == '\\') {
          at++;
        } else if (each == '"') {
          quoted = false;
        }
      } else if (each == '"') {
        quoted = true;
      } else if (each == ' ' || each == '\n' || each == '\r' || each == '\t') {
        return at;
      }
    }
    return json.length();
  }
}
