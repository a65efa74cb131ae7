package atoll.http.field;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// Dates of HTTP (RFC 9110, section 5.6.7): one form is written, three are read.
public final class HttpDate {

  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  /// `Sun, 06 Nov 1994 08:49:37 GMT`; parts of a second are cut off.
  ///
  /// @throws IllegalArgumentException for a year beyond four digits
  public static String format(Instant time) {
    LocalDateTime at = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    if (at.getYear() < 0 || at.getYear() > 9999) {
      throw new IllegalArgumentException("a year of four digits is wanted, not " + at.getYear());
    }
    int day = at.getDayOfWeek().getValue() - 1;
    int month = at.getMonthValue() - 1;
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS, 3 * day, 3 * day + 3).append(", ");
    two(text, at.getDayOfMonth()).append(' ');
    text.append(MONTHS, 3 * month, 3 * month + 3).append(' ');
    two(two(text, at.getYear() / 100), at.getYear() % 100).append(' ');
    two(text, at.getHour()).append(':');
    two(text, at.getMinute()).append(':');
    return two(text, at.getSecond()).append(" GMT").toString();
  }

  /// Reads any of the three forms; empty for anything else. `now` decides over the century of the
  /// form with two digits: at most 50 years ahead.
  public static Optional<Instant> parse(String text, Instant now) {
    try {
      if (text.length() == 29 && text.charAt(3) == ',') {
        return Optional.of(fixed(text));
      }
      if (text.length() == 24 && text.charAt(3) == ' ') {
        return Optional.of(asctime(text));
      }
      if (text.endsWith(" GMT") && text.indexOf(", ") > 0) {
        return Optional.of(rfc850(text, now));
      }
      return Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  private static Instant fixed(String text) {
    expect(text.startsWith(", ", 3) && text.charAt(7) == ' ' && text.charAt(11) == ' ');
    expect(text.charAt(16) == ' ' && text.startsWith(" GMT", 25));
    return moment(
        text.substring(0, 3), number(text, 12, 16), month(text, 8), number(text, 5, 7), text, 17);
  }

  /// `Sun Nov 6 08:49:37 1994`
  private static Instant asctime(String text) {
    expect(text.charAt(7) == ' ' && text.charAt(10) == ' ' && text.charAt(19) == ' ');
    int day = text.charAt(8) == ' ' ? number(text, 9, 10) : number(text, 8, 10);
    return moment(text.substring(0, 3), number(text, 20, 24), month(text, 4), day, text, 11);
  }

  /// `Sunday, 06-Nov-94 08:49:37 GMT`
  private static Instant rfc850(String text, Instant now) {
    int at = text.indexOf(", ") + 2;
    expect(text.length() == at + 22 && text.charAt(at + 2) == '-' && text.charAt(at + 6) == '-');
    expect(text.charAt(at + 9) == ' ');
    String dayName = text.substring(0, at - 2);
    boolean known = false;
    for (DayOfWeek day : DayOfWeek.values()) {
      known |= day.name().equals(dayName.toUpperCase(Locale.ROOT));
    }
    expect(known);
    int present = LocalDateTime.ofInstant(now, ZoneOffset.UTC).getYear();
    int year = present - present % 100 + number(text, at + 7, at + 9);
    if (year > present + 50) {
      year -= 100;
    }
    // The name of the day is not compared: the century is a guess.
    return moment("", year, month(text, at + 3), number(text, at, at + 2), text, at + 10);
  }

  private static Instant moment(
      String dayName, int year, int month, int day, String text, int timeAt) {
    expect(text.charAt(timeAt + 2) == ':' && text.charAt(timeAt + 5) == ':');
    // 60 is a leap second, which no clock here knows.
    int second = Math.min(59, number(text, timeAt + 6, timeAt + 8));
    expect(number(text, timeAt + 6, timeAt + 8) <= 60);
    LocalDateTime at =
        LocalDateTime.of(
            year,
            month,
            day,
            number(text, timeAt, timeAt + 2),
            number(text, timeAt + 3, timeAt + 5),
            second);
    int index = 3 * (at.getDayOfWeek().getValue() - 1);
    expect(dayName.isEmpty() || DAYS.startsWith(dayName, index));
    return at.toInstant(ZoneOffset.UTC);
  }

  private static int month(String text, int at) {
    int index = MONTHS.indexOf(text.substring(at, at + 3));
    expect(index >= 0 && index % 3 == 0);
    return index / 3 + 1;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      expect(c >= '0' && c <= '9');
      value = 10 * value + (c - '0');
    }
    return value;
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new DateTimeException("not a date of HTTP");
    }
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
