package atoll.morayembedded.statement;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range as PostgreSQL writes it: `[1,5)`; a bound that is empty is none.
record Range(String lower, boolean lowerIncluded, String upper, boolean upperIncluded) {

  private static final Pattern FORM =
      Pattern.compile("([\\[(])\\s*([^\\[\\](),]*?)\\s*,\\s*([^\\[\\](),]*?)\\s*([\\])])");

  static Optional<Range> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new Range(
                matcher.group(2).replace("\"", ""),
                matcher.group(1).equals("["),
                matcher.group(3).replace("\"", ""),
                matcher.group(4).equals("]")))
        : Optional.empty();
  }
}
