package atoll.volumeserver.query;

/// Writes a value without space between its parts.
final class UglyPrint {

  private UglyPrint() {}

  static Span print(Span text, Draft draft) {
    int at = text.from();
    while (at < text.to()) {
      char next = text.text().charAt(at);
      if (next == '"') {
        int behind = JsonScanner.behindString(text.text(), at, text.to());
        int end = behind < 0 ? text.to() : behind;
        draft.write(new Span(text.text(), at, end));
        at = end;
      } else {
        if (next > ' ') {
          draft.write(next);
        }
        at++;
      }
    }
    return draft.span();
  }
}
