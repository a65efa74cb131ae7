package atoll.volumeserver.query;

import java.util.Arrays;

/// The characters of a text that has one char for each byte of UTF-8. A byte that is out of place
/// counts as one character that cannot be written.
final class Runes {

  /// Stands for what cannot be read.
  static final int INVALID = 0xfffd;

  private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};

  private Runes() {}

  /// The character there and how many bytes it has, for [#code] and [#length].
  static long at(String text, int at) {
    int first = text.charAt(at);
    int length =
        first < 0x80
            ? 1
            : first >> 5 == 0b110 ? 2 : first >> 4 == 0b1110 ? 3 : first >> 3 == 0b11110 ? 4 : 0;
    if (length == 1) {
      return packed(first, 1);
    }
    if (length == 0 || at + length > text.length()) {
      return packed(INVALID, 1);
    }
    int code = first & (0xff >> (length + 1));
    for (int i = at + 1; i < at + length; i++) {
      if (text.charAt(i) >> 6 != 0b10) {
        return packed(INVALID, 1);
      }
      code = (code << 6) | (text.charAt(i) & 0x3f);
    }
    boolean isSurrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    return code < SMALLEST[length] || code > Character.MAX_CODE_POINT || isSurrogate
        ? packed(INVALID, 1)
        : packed(code, length);
  }

  private static long packed(int code, int length) {
    return ((long) length << Integer.SIZE) | code;
  }

  static int code(long rune) {
    return (int) rune;
  }

  static int length(long rune) {
    return (int) (rune >> Integer.SIZE);
  }

  static int[] all(String text) {
    int[] codes = new int[text.length()];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      long rune = at(text, at);
      codes[count++] = code(rune);
      at += length(rune);
    }
    return Arrays.copyOf(codes, count);
  }
}
