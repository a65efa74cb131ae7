package atoll.morayembedded.object;

import atoll.morayembedded.bucket.IndexType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts as columns of each type hold them.
public final class IndexText {

  /// As JavaScript reads a number at the beginning of a text.
  private static final Pattern LEADING_NUMBER =
      Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(.*)", Pattern.DOTALL);

  private static final int LONGEST_EXPONENT = 400;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MAC =
      Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}|[0-9a-fA-F]{12}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$|/)|(?=$|/))){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private IndexText() {}

  /// The text as a column keeps it; empty if it makes no sense there.
  public static Optional<String> kept(IndexType type, String text) {
    return switch (type) {
      case STRING -> text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
      case NUMBER -> wholeNumber(text);
      case BOOLEAN -> bool(text);
      case DATE -> moment(text);
      case IP -> address(text).map(IndexText::lower);
      case MAC -> Optional.of(text).filter(all(MAC)).map(IndexText::lower);
      case SUBNET -> subnet(text).map(IndexText::lower);
      case UUID -> Optional.of(text).filter(all(UUID)).map(IndexText::lower);
      case NUMBER_RANGE, DATE_RANGE -> Optional.of(text).filter(t -> t.indexOf('\0') < 0);
    };
  }

  private static Predicate<String> all(Pattern pattern) {
    return pattern.asMatchPredicate();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Optional<String> wholeNumber(String text) {
    Matcher matcher = LEADING_NUMBER.matcher(text);
    return matcher.matches() && matcher.group(2).isBlank() ? number(matcher) : Optional.empty();
  }

  /// The number at the beginning of a text, as JavaScript's `parseFloat` takes it.
  public static Optional<String> leadingNumber(String text) {
    Matcher matcher = LEADING_NUMBER.matcher(text);
    return matcher.matches() ? number(matcher) : Optional.empty();
  }

  private static Optional<String> number(Matcher matcher) {
    try {
      BigDecimal number = new BigDecimal(matcher.group(1));
      if (Math.abs((long) number.scale()) > LONGEST_EXPONENT) {
        return Optional.empty();
      }
      String plain = number.toPlainString();
      return Optional.of(plain);
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  private static Optional<String> bool(String text) {
    String lower = lower(text);
    return lower.equals("true") || lower.equals("false") ? Optional.of(lower) : Optional.empty();
  }

  /// ISO 8601, a day alone being its beginning.
  private static Optional<String> moment(String text) {
    try {
      if (text.length() == 10) {
        return Optional.of(MOMENT.format(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC)));
      }
      boolean hasZone = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
      String zoned = hasZone ? text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2") : text + "Z";
      return Optional.of(moment(OffsetDateTime.parse(zoned.replaceFirst("^(.{10}) ", "$1T"))));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /// A moment as columns and clients are told it: to the millisecond.
  public static String moment(OffsetDateTime moment) {
    return MOMENT.format(moment);
  }

  private static Optional<String> address(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<String> subnet(String text) {
    int slash = text.indexOf('/');
    boolean sound =
        slash > 0
            && address(text.substring(0, slash)).isPresent()
            && text.substring(slash + 1).matches("\\d{1,3}");
    return sound ? Optional.of(text) : Optional.empty();
  }
}
