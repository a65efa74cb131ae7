package atoll.morayembedded.statement;

import atoll.morayembedded.filter.Filter;

/// What `LIKE` is asked: pieces with anything between and behind them. As in moray, `%` and `_`
/// within a piece stay wildcards; a backslash is itself.
final class LikePattern {

  private LikePattern() {}

  static String of(Filter.Pieces pieces) {
    String joined = String.join("%", pieces.all()).replace("\\", "\\\\");
    return pieces.isWhole() ? joined : joined + "%";
  }

  /// The same for SQLite's `GLOB`, which minds case.
  static String glob(Filter.Pieces pieces) {
    StringBuilder glob = new StringBuilder();
    String pattern = of(pieces);
    for (int i = 0; i < pattern.length(); i++) {
      char each = pattern.charAt(i);
      switch (each) {
        case '%' -> glob.append('*');
        case '_' -> glob.append('?');
        case '*', '?', '[' -> glob.append('[').append(each).append(']');
        case '\\' -> glob.append(pattern.charAt(++i));
        default -> glob.append(each);
      }
    }
    return glob.toString();
  }
}
