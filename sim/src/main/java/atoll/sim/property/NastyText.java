package atoll.sim.property;

import java.util.List;

/// Characters for names and texts: two thirds plain letters and digits, else one that breaks naive
/// code: quotes, separators, dots, blanks, control characters, percent signs, marks that combine,
/// text that runs the other way, characters beyond 16 bits. Halves of the latter are left out: they
/// do not survive UTF-8.
final class NastyText {

  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private static final int[] NASTY = {
    ' ', '/', '\\', '.', ',', ';', ':', '\'', '"', '%', '&', '?', '#', '+', '*', '=', '<', '>', '|',
    '{', '}', '[', ']', '(', ')', '$', '!', '@', '~', '^', '`', '-', '_', 0, '\t', '\n', '\r', 0x1B,
    0x7F, 0x85, 0xA0, 0xDF, 0xE4, 0xFF, 0x130, 0x301, 0x5D0, 0x200B, 0x202E, 0x2028, 0x3042, 0xFEFF,
    0xFFFD, 0xFFFF, 0x1F600, 0x10FFFF
  };

  private NastyText() {}

  static Gen<Integer> codePoints() {
    return Gen.frequency(
        Gen.weighted(2, choices -> (int) PLAIN.charAt((int) choices.draw(PLAIN.length() - 1))),
        Gen.weighted(1, choices -> NASTY[(int) choices.draw(NASTY.length - 1)]));
  }

  static String join(List<Integer> codePoints) {
    StringBuilder text = new StringBuilder();
    codePoints.forEach(text::appendCodePoint);
    return text.toString();
  }
}
