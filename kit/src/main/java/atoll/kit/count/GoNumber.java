package atoll.kit.count;

import java.math.BigDecimal;

/// Numbers as Go's shortest `g` form prints them, which is what pages of the peers show: `0.0001`,
/// `1e-05`, `123456`, `1e+06`, `1.5e+09`, `+Inf`.
final class GoNumber {

  /// From this decimal exponent on, and below the next, a number is printed with an exponent.
  private static final int LARGE_EXPONENT = 6;

  private static final int SMALL_EXPONENT = -4;

  private GoNumber() {}

  static String print(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= SMALL_EXPONENT && exponent < LARGE_EXPONENT) {
      return shortest.toPlainString();
    }
    return withExponent(shortest, exponent);
  }

  private static String withExponent(BigDecimal shortest, int exponent) {
    String digits = shortest.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (shortest.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    if (size < 10) {
      text.append('0');
    }
    return text.append(size).toString();
  }
}
