package atoll.kit.unit;

import java.util.Locale;

/// Numbers as people read them.
final class ForPeople {

  private ForPeople() {}

  /// One decimal, but none where it would be zero or the number has three digits already.
  static String upToOneDecimal(double number) {
    double tenths = Math.round(number * 10) / 10.0;
    boolean whole = tenths >= 100 || tenths == Math.rint(tenths);
    return whole ? Long.toString(Math.round(number)) : String.format(Locale.ROOT, "%.1f", tenths);
  }
}
