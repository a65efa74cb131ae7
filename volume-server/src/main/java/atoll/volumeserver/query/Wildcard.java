package atoll.volumeserver.query;

/// Compares texts with patterns: `*` stands for any characters, `?` for one, and a backslash takes
/// the meaning from what follows it.
final class Wildcard {

  private Wildcard() {}

  /// Whether the whole text is as the pattern has it. Takes time in proportion to both lengths
  /// multiplied, whatever the pattern.
  static boolean matches(String text, String pattern) {
    int inText = 0;
    int inPattern = 0;
    int starAt = -1;
    int starText = 0;
    while (inText < text.length()) {
      boolean escaped = inPattern + 1 < pattern.length() && pattern.charAt(inPattern) == '\\';
      int at = escaped ? inPattern + 1 : inPattern;
      if (!escaped && at < pattern.length() && pattern.charAt(at) == '*') {
        starAt = inPattern;
        starText = inText;
        inPattern++;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == text.charAt(inText)
              || (!escaped && pattern.charAt(at) == '?'))) {
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
    while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == pattern.length();
  }
}
