package atoll.volumeserver.query;

/// A piece of a text. Texts of queries have one character for each byte, so that bytes that are no
/// UTF-8 come through as they are. Immutable.
///
/// @param from the first character
/// @param to behind the last
record Span(String text, int from, int to) {

  static Span of(String text) {
    return new Span(text, 0, text.length());
  }

  String string() {
    return text.substring(from, to);
  }

  int length() {
    return to - from;
  }

  /// The character so many behind the first.
  char at(int offset) {
    return text.charAt(from + offset);
  }
}
