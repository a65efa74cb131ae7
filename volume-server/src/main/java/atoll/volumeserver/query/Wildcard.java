package atoll.volumeserver.query;

/// Compares texts with patterns: `*` stands for any characters, `?` for one, and a backslash takes
/// the meaning from what follows it.
final class Wildcard {

  private Wildcard() {}

  /// Whether the whole text is as the pattern has it. Takes time in proportion to both lengths
  /// multiplied, whatever the pattern.
  ///
  /// @param text one character for each byte, as the pattern
  static boolean matches(String text, String pattern, Effort effort) {
    return matches(Runes.all(text), Runes.all(pattern), effort);
  }

  private static boolean matches(int[] text, int[] pattern, Effort effort) {
    int inText = 0;
    int inPattern = 0;
    int starAt = -1;
    int starText = 0;
    while (inText < text.length) {
      effort.spend(1);
      boolean escaped = inPattern + 1 < pattern.length && pattern[inPattern] == '\\';
      int at = escaped ? inPattern + 1 : inPattern;
      if (!escaped && at < pattern.length && pattern[at] == '*') {
        starAt = inPattern;
        starText = inText;
        inPattern++;
      } else if (at < pattern.length
          && (pattern[at] == text[inText] || (!escaped && pattern[at] == '?'))
          && (escaped || !isOpen(pattern, at, starAt))) {
        inPattern = at + 1;
        inText++;
      } else if (starAt >= 0) {
        inPattern = starAt + 1;
        starText++;
        inText = starText;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length && pattern[inPattern] == '*') {
      inPattern++;
    }
    return inPattern == pattern.length;
  }

  /// Whether this is a backslash with nothing behind it, which fits nothing; behind a star it fits
  /// itself.
  private static boolean isOpen(int[] pattern, int at, int starAt) {
    return pattern[at] == '\\' && starAt < 0;
  }
}
