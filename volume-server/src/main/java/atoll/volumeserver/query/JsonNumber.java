package atoll.volumeserver.query;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

/// Numbers as Go reads and writes them.
final class JsonNumber {

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]++\\.?[0-9]*+|\\.[0-9]++)([eE][-+]?[0-9]++)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[-+]?0[xX]([0-9a-fA-F]++\\.?[0-9a-fA-F]*+|\\.[0-9a-fA-F]++)[pP][-+]?[0-9]++");
  private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?");

  /// Beyond this not every whole number is exact.
  private static final double EXACT_MAX = 9007199254740991.0;

  private JsonNumber() {}

  /// 0 if the text is no number.
  static double parse(String text) {
    String plain = text;
    if (text.indexOf('_') >= 0) {
      if (!isGrouped(text)) {
        return 0;
      }
      plain = text.replace("_", "");
    }
    if (DECIMAL.matcher(plain).matches() || HEXADECIMAL.matcher(plain).matches()) {
      return Double.parseDouble(plain);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (INFINITE.matcher(lower).matches()) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return lower.equals("nan") ? Double.NaN : 0;
  }

  /// Whether each underscore stands between two digits, for one of which the `0x` counts as well.
  private static boolean isGrouped(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean isHexadecimal = text.regionMatches(true, from, "0x", 0, 2);
    char before = isHexadecimal ? '0' : ' ';
    for (int i = isHexadecimal ? from + 2 : from; i < text.length(); i++) {
      char next = text.charAt(i);
      boolean isDigit = Character.digit(next, isHexadecimal ? 16 : 10) >= 0 && next < 128;
      if (next == '_' ? before != '0' : before == '_' && !isDigit) {
        return false;
      }
      before = isDigit ? '0' : next;
    }
    return before != '_';
  }

  /// A number without an exponent: as it is written if it has digits only, else the shortest that
  /// is the same.
  static String plain(String raw) {
    if (isWhole(raw)) {
      return raw;
    }
    double number = parse(raw);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number));
    BigDecimal digit = shortest.round(new MathContext(1));
    // Java writes two digits at least, and the smallest numbers are told by one.
    String text = (digit.doubleValue() == number ? digit : shortest).toPlainString();
    if (text.indexOf('.') >= 0) {
      text = text.replaceFirst("\\.?0+$", "");
    }
    return number == 0 && 1 / number < 0 ? "-0" : text;
  }

  /// A whole number: as an option of a modifier.
  static long whole(JsonValue value) {
    return switch (value.kind()) {
      case TRUE -> 1;
      case STRING -> digits(value.string());
      case NUMBER -> whole(value.raw(), value.number());
      case FALSE, NULL, OBJECT, ARRAY -> 0;
    };
  }

  private static long whole(String raw, double number) {
    if (Math.abs(number) <= EXACT_MAX) {
      return (long) number;
    }
    return isWhole(raw) ? digits(raw) : Long.MIN_VALUE;
  }

  /// Whether it has digits, and nothing else.
  static boolean isDigits(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > 0 && at == text.length();
  }

  /// Whether it has digits, and nothing else but a minus before them.
  private static boolean isWhole(String text) {
    return isDigits(text.startsWith("-") ? text.substring(1) : text);
  }

  /// 0 if there are others; what is too much begins anew from 0.
  static long digits(String text) {
    if (!isWhole(text)) {
      return 0;
    }
    boolean isNegative = text.startsWith("-");
    long number = 0;
    for (int i = isNegative ? 1 : 0; i < text.length(); i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return isNegative ? -number : number;
  }
}
