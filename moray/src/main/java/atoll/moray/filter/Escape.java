package atoll.moray.filter;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// How names and values stand in a filter: what would be read as a part of the filter has a
/// backslash before it, and control characters are two hexadecimal digits behind one.
final class Escape {

  private static final Pattern NAME = Pattern.compile("[-_a-zA-Z0-9]+");
  private static final String SPECIAL = "()\\*=";
  private static final HexFormat HEX = HexFormat.of();

  private Escape() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static StringBuilder append(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7F) {
        text.append('\\').append(HEX.toHexDigits((byte) c));
      } else {
        text.append(c);
      }
    }
    return text;
  }
}
