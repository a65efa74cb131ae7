package atoll.http.wire;

import java.nio.charset.StandardCharsets;

/// Classes of bytes, and text out of bytes.
final class Octets {

  private static final byte TOKEN = 1;
  private static final byte FIELD = 2;
  private static final byte TARGET = 4;
  private static final byte[] CLASSES = new byte[256];

  static {
    for (int b = 0x20; b < 256; b++) {
      CLASSES[b] = b == 0x7f ? 0 : b == 0x20 ? FIELD : FIELD | TARGET;
    }
    CLASSES['\t'] = FIELD;
    String token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (int i = 0; i < token.length(); i++) {
      CLASSES[token.charAt(i)] |= TOKEN;
    }
  }

  private Octets() {}

  static boolean isToken(byte b) {
    return (CLASSES[b & 0xff] & TOKEN) != 0;
  }

  /// What may stand in a field value: visible characters, space, tab and bytes above 127.
  static boolean isField(byte b) {
    return (CLASSES[b & 0xff] & FIELD) != 0;
  }

  /// What may stand in a request target: as in a field value, without space and tab.
  static boolean isTarget(byte b) {
    return (CLASSES[b & 0xff] & TARGET) != 0;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /// The value of a hexadecimal digit, or -1.
  static int hex(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /// Whether the bytes are `lowerCase` without regard to ASCII case.
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char wanted = lowerCase.charAt(i - from);
      int b = bytes[i];
      if (b != wanted && (b < 'A' || b > 'Z' || (b | 0x20) != wanted)) {
        return false;
      }
    }
    return true;
  }

  static String latin(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  static String utf8(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
