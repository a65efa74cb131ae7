package atoll.kit.unit;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations in the syntax of Go: numbers with units, largest first by custom: `1m30s`, `500ms`,
/// `1.5h`, `0`.
public final class Durations {

  private static final Pattern PART =
      Pattern.compile("([0-9]{1,25}(?:\\.[0-9]{0,25})?|\\.[0-9]{1,25})(ns|us|µs|μs|ms|s|m|h)");

  private static final String ACCEPTED =
      "a duration is a number and a unit, or several, like 30s, 1m30s, 500ms or 1h;"
          + " the units are ns us ms s m h";

  private static final long HOUR_SECONDS = 3600;

  private Durations() {}

  /// Parses a duration; a sign may stand before it. Parts of a nanosecond are cut off.
  ///
  /// @throws AtollException `BAD_INPUT` for any other text and for more than 292 years
  public static Duration parse(String text) {
    String stripped = text.strip();
    boolean negative = stripped.startsWith("-");
    String unsigned = negative || stripped.startsWith("+") ? stripped.substring(1) : stripped;
    if (unsigned.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(unsigned);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < unsigned.length() && part.find(end) && part.start() == end) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
      end = part.end();
    }
    if (end == 0 || end < unsigned.length()) {
      throw bad(text, ACCEPTED);
    }
    return inRange(text, negative ? nanos.negate() : nanos);
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000L;
        });
  }

  private static Duration inRange(String text, BigDecimal nanos) {
    if (nanos.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw bad(text, "the longest one is about 292 years (2562047h)");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static AtollException bad(String text, String accepted) {
    return new AtollException(Fault.BAD_INPUT, "\"" + text + "\" is not a duration: " + accepted);
  }

  /// Exactly this duration without parts that are zero: `1h`, `1m30s`, `1.5s`, `250ms`, `0s`.
  /// [#parse] reads it back.
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative()) {
      return "-" + print(duration.negated());
    }
    long seconds = duration.toSeconds();
    int nanos = duration.toNanosPart();
    if (seconds == 0) {
      return belowASecond(nanos);
    }
    StringBuilder text = new StringBuilder();
    if (seconds >= HOUR_SECONDS) {
      text.append(seconds / HOUR_SECONDS).append('h');
    }
    if (seconds % HOUR_SECONDS >= 60) {
      text.append(seconds % HOUR_SECONDS / 60).append('m');
    }
    if (seconds % 60 > 0 || nanos > 0) {
      text.append(decimal(seconds % 60, nanos, 9)).append('s');
    }
    return text.toString();
  }

  private static String belowASecond(int nanos) {
    if (nanos >= 1_000_000) {
      return decimal(nanos / 1_000_000, nanos % 1_000_000, 6) + "ms";
    }
    if (nanos >= 1_000) {
      return decimal(nanos / 1_000, nanos % 1_000, 3) + "us";
    }
    return nanos + "ns";
  }

  private static String decimal(long whole, long fraction, int digits) {
    BigDecimal number = BigDecimal.valueOf(whole).add(BigDecimal.valueOf(fraction, digits));
    return fraction == 0 ? Long.toString(whole) : number.stripTrailingZeros().toPlainString();
  }

  /// About this duration, in its two largest units: `2d4h`, `3h12m`, `45s`, `under 1s`. For people.
  public static String brief(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds == 0) {
      return "under 1s";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < HOUR_SECONDS) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 24 * HOUR_SECONDS) {
      return seconds / HOUR_SECONDS + "h" + seconds % HOUR_SECONDS / 60 + "m";
    }
    return seconds / (24 * HOUR_SECONDS) + "d" + seconds % (24 * HOUR_SECONDS) / HOUR_SECONDS + "h";
  }
}
