package atoll.cueballmanatee;

import java.util.regex.Pattern;

/// Addresses as numbers: nobody is asked what they mean. Pure.
final class NumericAddress {

  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern FOUR = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private NumericAddress() {}

  static boolean is(String text) {
    return FOUR.matcher(text).matches() || isSix(text);
  }

  /// RFC 4291, section 2.2, without the form that ends in an IPv4 address.
  private static boolean isSix(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == GROUPS;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    String rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /// How many groups a text has; -1 if it is not made of groups.
  private static int groups(String text) {
    String[] groups = text.split(":", -1);
    for (String group : groups) {
      if (!GROUP.matcher(group).matches()) {
        return -1;
      }
    }
    return groups.length;
  }
}
