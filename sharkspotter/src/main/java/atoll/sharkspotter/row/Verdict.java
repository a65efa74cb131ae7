package atoll.sharkspotter.row;

import java.util.List;

/// What a row says of the wanted sharks.
public sealed interface Verdict {

  /// It names none of them.
  Verdict ELSEWHERE = new Elsewhere();

  /// It names none of them.
  record Elsewhere() implements Verdict {}

  /// It names these, each once.
  record On(List<String> sharks) implements Verdict {

    public On {
      sharks = List.copyOf(sharks);
    }
  }

  /// Nobody can tell.
  ///
  /// @param why in a few words
  record Unreadable(String why) implements Verdict {}
}
