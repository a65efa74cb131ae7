package atoll.kit.unit;

import java.time.Duration;

/// So much in a second, for people.
public record Rate(double perSecond) {

  private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};

  /// The rate of `count` in `time`; no time at all gives the rate 0.
  public static Rate of(long count, Duration time) {
    double seconds = time.toNanos() / 1e9;
    return new Rate(seconds > 0 ? count / seconds : 0);
  }

  /// As of bytes: `12.3 MiB/s`.
  public String ofBytes() {
    return DataSize.brief(perSecond) + "/s";
  }

  /// As of things: `1.2k objects/s`.
  ///
  /// @param things what is counted, in the plural
  public String of(String things) {
    double number = perSecond;
    int thousands = 0;
    while (number >= 999.5 && thousands < THOUSANDS.length - 1) {
      number /= 1000;
      thousands++;
    }
    return ForPeople.upToOneDecimal(number) + THOUSANDS[thousands] + " " + things + "/s";
  }
}
