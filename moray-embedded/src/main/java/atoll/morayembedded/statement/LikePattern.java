package atoll.morayembedded.statement;

import java.util.List;
import java.util.Optional;

/// What `LIKE` is asked. As in moray, `%` and `_` in a filter stay wildcards; a backslash is
/// itself.
final class LikePattern {

  private LikePattern() {}

  /// A pattern of parts, with anything between and behind them.
  static String of(Optional<String> initial, List<String> any, Optional<String> last) {
    StringBuilder pattern = new StringBuilder(whole(initial.orElse("")));
    any.forEach(part -> pattern.append('%').append(whole(part)));
    last.ifPresent(part -> pattern.append('%').append(whole(part)));
    return pattern.append('%').toString();
  }

  /// A pattern that is one text.
  static String whole(String text) {
    return text.replace("\\", "\\\\");
  }

  /// The same pattern for SQLite's `GLOB`, which minds case.
  static String glob(String pattern) {
    StringBuilder glob = new StringBuilder();
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
