package atoll.morayembedded.filter;

import java.util.Arrays;
import java.util.Optional;

/// How an extensible match compares: the word between the colons.
public enum Rule {
  CASE_IGNORE("caseIgnoreMatch", "2.5.13.2"),
  CASE_IGNORE_SUBSTRINGS("caseIgnoreSubstringsMatch", "2.5.13.4"),
  /// A range shares something with a range.
  OVERLAPS("overlaps", ""),
  /// A range holds a value or a range.
  CONTAINS("contains", ""),
  /// A value lies in a range.
  WITHIN("within", "");

  private final String word;
  private final String number;

  Rule(String word, String number) {
    this.word = word;
    this.number = number;
  }

  public String word() {
    return word;
  }

  static Optional<Rule> named(String text) {
    return Arrays.stream(values())
        .filter(rule -> rule.word.equals(text) || (!text.isEmpty() && rule.number.equals(text)))
        .findFirst();
  }
}
