package atoll.volumeserver.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Which values pass: those whose member at a path compares so with a text. A value without that
/// member never passes. Immutable.
///
/// @param operand `=`, `!=`, `<`, `<=`, `>`, `>=`, `%` (as the pattern), `!%`; empty to ask only
///   whether the member is there
record LineFilter(JsonPath field, String operand, String wanted) {

  boolean passes(JsonValue value) {
    Optional<JsonValue> member = field.find(value);
    if (member.isEmpty() || operand.isEmpty()) {
      return member.isPresent();
    }
    return switch (member.get().kind()) {
      case STRING -> passes(member.get().string());
      case NUMBER -> ordered(Double.compare(member.get().number(), JsonText.number(wanted)));
      // False comes before true, and a text that is neither is unlike both.
      case TRUE -> passesTrue();
      case FALSE -> passesFalse();
      case OBJECT, ARRAY, NULL -> false;
    };
  }

  private boolean passes(String member) {
    return switch (operand) {
      case "%" -> Wildcard.matches(member, wanted);
      case "!%" -> !Wildcard.matches(member, wanted);
      default ->
          ordered(
              Arrays.compareUnsigned(
                  member.getBytes(StandardCharsets.UTF_8),
                  wanted.getBytes(StandardCharsets.UTF_8)));
    };
  }

  private boolean ordered(int comparison) {
    return switch (operand) {
      case "=" -> comparison == 0;
      case "!=" -> comparison != 0;
      case "<" -> comparison < 0;
      case "<=" -> comparison <= 0;
      case ">" -> comparison > 0;
      case ">=" -> comparison >= 0;
      default -> false;
    };
  }

  private boolean passesTrue() {
    return switch (operand) {
      case "=" -> wanted.equals("true");
      case "!=" -> !wanted.equals("true");
      case ">" -> wanted.equals("false");
      case ">=" -> true;
      default -> false;
    };
  }

  private boolean passesFalse() {
    return switch (operand) {
      case "=" -> wanted.equals("false");
      case "!=" -> !wanted.equals("false");
      case "<" -> wanted.equals("true");
      case "<=" -> true;
      default -> false;
    };
  }
}
