package atoll.morayembedded.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement with `$1`, as PostgreSQL and its clients write it, in the form that JDBC takes: `?`
/// for each, in the order of the text. What stands in quotes or comments is left alone.
///
/// @param text with `?`
/// @param order which parameter each `?` stands for, from 1 on
public record Placeholders(String text, List<Integer> order) {

  /// What is passed over as it stands, and then what is changed.
  private static final Pattern PIECE =
      Pattern.compile(
          """
          '(?:[^']|'')*'\
          |"(?:[^"]|"")*"\
          |--[^\\n]*\
          |/\\*(?s:.*?)\\*/\
          |(?<!\\w)(\\$[A-Za-z_]*\\$)(?s:.*?)\\1\
          |(?<!\\w)\\$(\\d{1,5})\
          |(\\?)\
          """);

  public Placeholders {
    order = List.copyOf(order);
  }

  /// Reads a statement.
  ///
  /// @param question how a question mark that is an operator is written
  public static Placeholders of(String sql, String question) {
    StringBuilder text = new StringBuilder();
    List<Integer> order = new ArrayList<>();
    Matcher matcher = PIECE.matcher(sql);
    while (matcher.find()) {
      if (matcher.group(2) != null) {
        order.add(Integer.valueOf(matcher.group(2)));
        matcher.appendReplacement(text, "?");
      } else if (matcher.group(3) != null) {
        matcher.appendReplacement(text, Matcher.quoteReplacement(question));
      } else {
        matcher.appendReplacement(text, Matcher.quoteReplacement(matcher.group()));
      }
    }
    matcher.appendTail(text);
    return new Placeholders(text.toString(), order);
  }
}
