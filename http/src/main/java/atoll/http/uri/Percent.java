package atoll.http.uri;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Percent-encoding of RFC 3986. Encoded text holds one character for each byte of the wire.
public final class Percent {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Percent() {}

  /// Decodes to bytes.
  ///
  /// @throws AtollException `BAD_INPUT` for a `%` without two hexadecimal digits behind it
  public static Bytes decode(String encoded) {
    return Bytes.of(decoded(encoded, false));
  }

  /// Decodes to text, the decoded bytes read as UTF-8 (malformed ones become U+FFFD).
  ///
  /// @throws AtollException `BAD_INPUT` for a `%` without two hexadecimal digits behind it
  public static String decodeText(String encoded) {
    return encoded.indexOf('%') < 0 && isAscii(encoded)
        ? encoded
        : new String(decoded(encoded, false), StandardCharsets.UTF_8);
  }

  /// As [#decodeText], with `+` meaning a space, as in query strings and forms.
  public static String decodeFormText(String encoded) {
    return new String(decoded(encoded, true), StandardCharsets.UTF_8);
  }

  /// Whether each `%` has its two hexadecimal digits.
  public static boolean isWellFormed(String encoded) {
    for (int at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
      if (escape(encoded, at) < 0) {
        return false;
      }
    }
    return true;
  }

  /// Encodes the UTF-8 bytes of `text`; letters, digits and `-._~` stay, and so does each character
  /// of `alsoKept` (`/` for a path).
  public static String encode(String text, String alsoKept) {
    return encode(Bytes.utf8(text), alsoKept);
  }

  /// As [#encode(String, String)], for any bytes.
  public static String encode(Bytes bytes, String alsoKept) {
    StringBuilder out = new StringBuilder(bytes.size() + 16);
    for (int i = 0; i < bytes.size(); i++) {
      char c = (char) (bytes.at(i) & 0xff);
      if (UNRESERVED.indexOf(c) >= 0 || alsoKept.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return out.toString();
  }

  private static byte[] decoded(String encoded, boolean plusIsSpace) {
    byte[] out = new byte[encoded.length()];
    int count = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int value = escape(encoded, i);
        if (value < 0) {
          throw new AtollException(
              Fault.BAD_INPUT,
              "bad percent-encoding at character " + i + ": two hex digits wanted");
        }
        out[count++] = (byte) value;
        i += 2;
      } else {
        out[count++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    return Arrays.copyOf(out, count);
  }

  private static int escape(String encoded, int at) {
    if (at + 2 >= encoded.length()) {
      return -1;
    }
    int high = hexDigit(encoded.charAt(at + 1));
    int low = hexDigit(encoded.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }
}
