package atoll.volume.needle;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A needle id and its cookie: the part of a file id behind the comma.
///
/// ```
///   01637037d6          id 1, cookie 637037d6: the last eight digits are the cookie
///   1637037d6           the same: any length from 9 to 24 digits, odd ones too, either case
///   01637037d6_2        id 3: a decimal behind the last underscore is added to the id
/// ```
public record NeedleKey(NeedleId id, Cookie cookie) {

  private static final int COOKIE_DIGITS = 8;
  private static final int DIGITS_MAX = 24;

  /// Reads the form that URL paths carry, `_n` allowed.
  public static Parsed<NeedleKey> parse(String text) {
    String bytes = GoNumber.bytesOf(text);
    if (bytes.length() <= COOKIE_DIGITS) {
      return Parsed.malformed("Invalid fid: " + text);
    }
    int underscore = bytes.lastIndexOf('_');
    if (underscore <= 0) {
      return parseDigits(bytes);
    }
    String delta = bytes.substring(underscore + 1);
    Parsed<NeedleKey> key = parseDigits(bytes.substring(0, underscore));
    return delta.isEmpty() ? key : key.then(base -> base.plus(delta));
  }

  /// Reads digits alone, without `_n`.
  static Parsed<NeedleKey> parseDigits(String bytes) {
    if (bytes.length() <= COOKIE_DIGITS) {
      return Parsed.malformed("KeyHash is too short.");
    }
    if (bytes.length() > DIGITS_MAX) {
      return Parsed.malformed("KeyHash is too long.");
    }
    String id = bytes.substring(0, bytes.length() - COOKIE_DIGITS);
    String cookie = bytes.substring(bytes.length() - COOKIE_DIGITS);
    return GoNumber.unsigned(id, 16, 64)
        .explained("Parse needleId error: needle id " + GoNumber.textOf(id) + " format error: ")
        .then(idValue ->
            GoNumber.unsigned(cookie, 16, 32)
                .explained(
                    "Parse cookie error: needle cookie "
                        + GoNumber.textOf(cookie)
                        + " format error: ")
                .then(cookieValue ->
                    Parsed.value(
                        new NeedleKey(
                            new NeedleId(idValue), new Cookie((int) (long) cookieValue)))));
  }

  /// What a token's claim compares: the key as written, without its `_n`.
  public static String withoutDelta(String text) {
    int underscore = text.lastIndexOf('_');
    return underscore > 0 ? text.substring(0, underscore) : text;
  }

  private Parsed<NeedleKey> plus(String deltaBytes) {
    return GoNumber.unsigned(deltaBytes, 10, 64)
        .then(delta -> {
          if (Long.compareUnsigned(delta, -1L - id.value()) > 0) {
            // Go prints the id's own hexadecimal text once more in hexadecimal.
            String idTwice =
                HexFormat.of().formatHex(id.toString().getBytes(StandardCharsets.US_ASCII));
            return Parsed.malformed(
                "delta " + Long.toUnsignedString(delta) + " overflows needle id " + idTwice);
          }
          return Parsed.value(new NeedleKey(new NeedleId(id.value() + delta), cookie));
        });
  }

  /// Leading zero bytes of the id are left out, so the count of digits is even; an id of 0 prints
  /// as the cookie alone.
  @Override
  public String toString() {
    String digits = id.value() == 0 ? "" : id.toString();
    return (digits.length() % 2 == 0 ? "" : "0") + digits + cookie;
  }
}
