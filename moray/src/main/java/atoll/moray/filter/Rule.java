package atoll.moray.filter;

import java.util.Arrays;
import java.util.Optional;

/// How else a value may be compared: `(attribute:rule:=value)`.
public enum Rule {
  /// Equal but for the case of letters.
  EQUAL_IGNORING_CASE("caseIgnoreMatch", "2.5.13.2"),
  /// Parts between stars, but for the case of letters; without a star, the whole.
  PARTS_IGNORING_CASE("caseIgnoreSubstringsMatch", "2.5.13.4"),
  /// The two ranges have something in common.
  OVERLAPS("overlaps", "overlaps"),
  /// The stored range holds the value.
  CONTAINS("contains", "contains"),
  /// The stored value lies in the range.
  WITHIN("within", "within");

  private final String wireName;
  private final String number;

  Rule(String wireName, String number) {
    this.wireName = wireName;
    this.number = number;
  }

  /// How a filter writes it.
  public String wireName() {
    return wireName;
  }

  /// The rule of that name, or of that object identifier as LDAP numbers them.
  static Optional<Rule> of(String text) {
    return Arrays.stream(values())
        .filter(rule -> rule.wireName.equals(text) || rule.number.equals(text))
        .findFirst();
  }
}
