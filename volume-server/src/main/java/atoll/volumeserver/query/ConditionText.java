package atoll.volumeserver.query;

import java.util.Optional;

/// A condition as a path has it: `#(age>45)`, or with square brackets.
///
/// @param behind where its bracket has closed
record ConditionText(Condition condition, int behind) {

  private static final String OPERATORS = "!=<>%";

  /// Reads one.
  ///
  /// @param text begins with `#(` or `#[`
  /// @return empty if the bracket does not close
  static Optional<ConditionText> read(String text) {
    int depth = 1;
    int operator = 0;
    boolean hasEscapes = false;
    int at = 2;
    while (at < text.length()) {
      char next = text.charAt(at);
      if (depth == 1 && operator == 0 && OPERATORS.indexOf(next) >= 0) {
        operator = at;
      } else if (next == '\\') {
        at++;
      } else if (next == '(' || next == '[') {
        depth++;
      } else if (next == ')' || next == ']') {
        depth--;
        if (depth == 0) {
          return Optional.of(new ConditionText(condition(text, operator, at, hasEscapes), at + 1));
        }
      } else if (next == '"') {
        int close = Pipes.closingQuote(text, at);
        hasEscapes |= text.substring(at, close).indexOf('\\') >= 0;
        at = close;
      }
      at++;
    }
    return Optional.empty();
  }

  private static Condition condition(String text, int operator, int end, boolean hasEscapes) {
    if (operator == 0) {
      return Condition.exists(path(text, end));
    }
    String compared = text.substring(operator, end).trim();
    int length = lengthOfOperator(compared);
    String wanted = compared.substring(length).trim();
    String name = compared.substring(0, length);
    if (wanted.length() >= 2 && wanted.startsWith("\"") && wanted.endsWith("\"")) {
      wanted = wanted.substring(1, wanted.length() - 1);
      wanted = hasEscapes ? JsonText.unescape(wanted) : wanted;
    }
    return new Condition(
        new JsonPath(path(text, operator)), new Comparison(name.equals("==") ? "=" : name, wanted));
  }

  private static String path(String text, int end) {
    return text.substring(2, end).trim();
  }

  private static int lengthOfOperator(String compared) {
    for (String two : new String[] {"!=", "!%", "<=", ">=", "=="}) {
      if (compared.startsWith(two)) {
        return two.length();
      }
    }
    // An exclamation mark before anything else is no operator.
    return compared.startsWith("!") && compared.length() > 1 ? 0 : 1;
  }
}
