package atoll.volumeserver.query;

/// A text that is being written, of a length that has a limit. Confined to one query.
final class Draft {

  private final Effort effort;
  private final StringBuilder text = new StringBuilder();

  Draft(Effort effort) {
    this.effort = effort;
  }

  /// @throws atoll.kit.AtollException `TOO_LARGE`
  Draft write(Span more) {
    effort.write(text.length(), more.length());
    text.append(more.text(), more.from(), more.to());
    return this;
  }

  Draft write(String more) {
    return write(Span.of(more));
  }

  Draft write(char more) {
    effort.write(text.length(), 1);
    text.append(more);
    return this;
  }

  /// A comma, if there is more than a bracket.
  Draft separate() {
    return text.length() > 1 ? write(',') : this;
  }

  int length() {
    return text.length();
  }

  char last() {
    return text.charAt(text.length() - 1);
  }

  String from(int start) {
    return text.substring(start);
  }

  /// Takes back what was written behind there.
  void cut(int length) {
    text.setLength(length);
  }

  /// All that was written.
  Span span() {
    return Span.of(text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
