package atoll.volumeserver.query;

/// A comparison with a text; what is not there never passes. Immutable.
///
/// @param operator `=`, `!=`, `<`, `<=`, `>`, `>=`, `%` (as the pattern), `!%`; empty to ask only
///   whether something is there
record Comparison(String operator, String wanted) {

  boolean holds(JsonValue value, Effort effort) {
    if (!value.exists() || operator.isEmpty()) {
      return value.exists();
    }
    return switch (value.kind()) {
      case STRING -> text(value.string(), effort);
      case NUMBER -> number(value.number(), JsonNumber.parse(wanted));
      case TRUE -> holdsForTrue();
      case FALSE -> holdsForFalse();
      case OBJECT, ARRAY, NULL -> false;
    };
  }

  private boolean text(String text, Effort effort) {
    return switch (operator) {
      case "%" -> Wildcard.matches(text, wanted, effort);
      case "!%" -> !Wildcard.matches(text, wanted, effort);
      default -> number(text.compareTo(wanted), 0);
    };
  }

  private boolean number(double number, double other) {
    return switch (operator) {
      case "=" -> number == other;
      case "!=" -> number != other;
      case "<" -> number < other;
      case "<=" -> number <= other;
      case ">" -> number > other;
      case ">=" -> number >= other;
      default -> false;
    };
  }

  // False comes before true, and a text that is neither is unlike both.

  boolean holdsForTrue() {
    return switch (operator) {
      case "=" -> wanted.equals("true");
      case "!=" -> !wanted.equals("true");
      case ">" -> wanted.equals("false");
      case ">=" -> true;
      default -> false;
    };
  }

  boolean holdsForFalse() {
    return switch (operator) {
      case "=" -> wanted.equals("false");
      case "!=" -> !wanted.equals("false");
      case "<" -> wanted.equals("true");
      case "<=" -> true;
      default -> false;
    };
  }
}
