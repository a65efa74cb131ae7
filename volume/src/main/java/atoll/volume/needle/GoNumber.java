package atoll.volume.needle;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Numbers as Go's strconv reads them, with its error texts, because clients see those texts.
///
/// Texts are handled as *byte strings*: one char per UTF-8 byte, as Go counts and cuts them.
final class GoNumber {

  private GoNumber() {}

  /// The byte string of `text`.
  static String bytesOf(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// What a byte string spells, with U+FFFD for what is not UTF-8.
  static String textOf(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// As `strconv.ParseUint(bytes, base, bits)`: digits only. An overflow is noticed at the digit
  /// that causes it, before what follows is looked at.
  static Parsed<Long> unsigned(String bytes, int base, int bits) {
    return switch (read(bytes, base, bits)) {
      case Read(long value, Trouble trouble) ->
          trouble == Trouble.NONE
              ? Parsed.value(value)
              : Parsed.malformed(message("ParseUint", bytes, trouble));
    };
  }

  /// As `strconv.Atoi` on a 64-bit machine.
  static Signed signed(String bytes) {
    boolean signed = bytes.startsWith("+") || bytes.startsWith("-");
    boolean negative = bytes.startsWith("-");
    Read read = read(signed ? bytes.substring(1) : bytes, 10, 64);
    return switch (read.trouble()) {
      case SYNTAX -> new Signed(0, message("Atoi", bytes, Trouble.SYNTAX));
      case RANGE -> outOfRange(bytes, negative);
      case NONE -> {
        // Long.MIN_VALUE is 2^63 when read as unsigned.
        int sign = Long.compareUnsigned(read.value(), Long.MIN_VALUE);
        boolean tooLarge = negative ? sign > 0 : sign >= 0;
        yield tooLarge
            ? outOfRange(bytes, negative)
            : new Signed(negative ? -read.value() : read.value(), "");
      }
    };
  }

  /// A value and the text of what was wrong, empty if nothing was. Go hands out both, and some of
  /// its callers go on with the value.
  record Signed(long value, String error) {}

  private static Signed outOfRange(String bytes, boolean negative) {
    return new Signed(
        negative ? Long.MIN_VALUE : Long.MAX_VALUE, message("Atoi", bytes, Trouble.RANGE));
  }

  private enum Trouble {
    NONE(""),
    SYNTAX("invalid syntax"),
    RANGE("value out of range");

    private final String text;

    Trouble(String text) {
      this.text = text;
    }
  }

  private record Read(long value, Trouble trouble) {}

  private static Read read(String bytes, int base, int bits) {
    if (bytes.isEmpty()) {
      return new Read(0, Trouble.SYNTAX);
    }
    long largest = bits == 64 ? -1L : (1L << bits) - 1;
    long value = 0;
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        return new Read(0, Trouble.SYNTAX);
      }
      if (Long.compareUnsigned(value, Long.divideUnsigned(largest - digit, base)) > 0) {
        return new Read(0, Trouble.RANGE);
      }
      value = value * base + digit;
    }
    return new Read(value, Trouble.NONE);
  }

  private static String message(String function, String bytes, Trouble trouble) {
    return "strconv." + function + ": parsing " + quote(bytes) + ": " + trouble.text;
  }

  /// As `strconv.Quote`: what cannot be printed is escaped, bytes that are not UTF-8 as `\xNN`.
  private static String quote(String bytes) {
    StringBuilder quoted = new StringBuilder("\"");
    int at = 0;
    while (at < bytes.length()) {
      int size = sequenceBytes(bytes, at);
      if (size == 0) {
        quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) bytes.charAt(at)));
        at++;
      } else {
        escape(quoted, textOf(bytes.substring(at, at + size)).codePointAt(0));
        at += size;
      }
    }
    return quoted.append('"').toString();
  }

  /// Bytes of the well-formed UTF-8 sequence that begins at `at`, or 0.
  private static int sequenceBytes(String bytes, int at) {
    int lead = bytes.charAt(at);
    int size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size == 0 || at + size > bytes.length()) {
      return 0;
    }
    String text = textOf(bytes.substring(at, at + size));
    boolean whole = text.codePointCount(0, text.length()) == 1 && bytesOf(text).length() == size;
    return whole && bytesOf(text).equals(bytes.substring(at, at + size)) ? size : 0;
  }

  private static void escape(StringBuilder quoted, int codePoint) {
    switch (codePoint) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case 0x07 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 0x0b -> quoted.append("\\v");
      default -> {
        if (printable(codePoint)) {
          quoted.appendCodePoint(codePoint);
        } else if (codePoint < 0x80) {
          quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) codePoint));
        } else if (codePoint < 0x10000) {
          quoted.append("\\u").append(HexFormat.of().toHexDigits((char) codePoint));
        } else {
          quoted.append("\\U").append(HexFormat.of().toHexDigits(codePoint));
        }
      }
    }
  }

  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }
}
