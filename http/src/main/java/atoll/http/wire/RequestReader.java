package atoll.http.wire;

import atoll.http.BodyFraming;
import atoll.http.RequestHead;
import atoll.http.uri.RequestTarget;
import org.jspecify.annotations.Nullable;

/// Reads the first line of a request and the fields that rule over its body (RFC 9112).
final class RequestReader {

  private static final int METHOD_BYTES = 64;

  /// ` HTTP/1.1`
  private static final int VERSION_BYTES = 9;

  private RequestReader() {}

  /// Whether the method and its space came.
  static boolean methodEnds(byte[] bytes, int from, int to) {
    for (int i = from; i < Math.min(to, from + METHOD_BYTES + 1); i++) {
      if (bytes[i] == ' ') {
        return true;
      }
    }
    return false;
  }

  static void checkLine(byte[] bytes, int from, int to) throws Malformed {
    int space = from;
    while (space < to && Octets.isToken(bytes[space])) {
      space++;
    }
    if (space == from || space == to || bytes[space] != ' ' || space - from > METHOD_BYTES) {
      throw new Malformed(400, "malformed method");
    }
    int targetTo = to - VERSION_BYTES;
    if (targetTo <= space || !isVersion(bytes, targetTo)) {
      throw new Malformed(400, "malformed request line");
    }
    if (bytes[targetTo + 6] != '1') {
      throw new Malformed(505, "only versions 1.0 and 1.1 are spoken here");
    }
    if (targetTo == space + 1) {
      throw new Malformed(400, "empty request target");
    }
    for (int i = space + 1; i < targetTo; i++) {
      if (!Octets.isTarget(bytes[i])) {
        throw new Malformed(400, "the request target holds a space or control character");
      }
    }
  }

  /// ` HTTP/` digit `.` digit at that place.
  private static boolean isVersion(byte[] bytes, int at) {
    return bytes[at] == ' '
        && bytes[at + 1] == 'H'
        && bytes[at + 2] == 'T'
        && bytes[at + 3] == 'T'
        && bytes[at + 4] == 'P'
        && bytes[at + 5] == '/'
        && Octets.isDigit(bytes[at + 6])
        && bytes[at + 7] == '.'
        && Octets.isDigit(bytes[at + 8]);
  }

  static RequestHead read(FieldBlock block, int lineLength) throws Malformed {
    byte[] bytes = block.bytes();
    int space = 0;
    while (bytes[space] != ' ') {
      space++;
    }
    String method = method(bytes, space);
    RequestTarget target =
        RequestTarget.of(Octets.latin(bytes, space + 1, lineLength - VERSION_BYTES));
    checkForm(method, target);
    int minor = Math.min(1, bytes[lineLength - 1] - '0');
    FramingReader reader = new FramingReader(block);
    reader.collect();
    if (minor == 1 && reader.hostAt < 0) {
      throw new Malformed(400, "no Host");
    }
    BodyFraming told = reader.framing(minor);
    return new RequestHead(
        method,
        target,
        minor,
        block,
        told == null ? BodyFraming.EMPTY : told,
        minor == 1 ? !reader.close : reader.keepAlive && !reader.close,
        minor == 1 && expectsContinue(block, reader.expectAt));
  }

  private static boolean expectsContinue(FieldBlock block, int at) throws Malformed {
    if (at < 0) {
      return false;
    }
    if (!Octets.equalsIgnoreCase(
        block.bytes(), block.valueFrom(at), block.valueTo(at), "100-continue")) {
      throw new Malformed(417, "only 100-continue can be expected");
    }
    return true;
  }

  private static void checkForm(String method, RequestTarget target) throws Malformed {
    if (target.form() == RequestTarget.Form.AUTHORITY && !method.equals("CONNECT")) {
      throw new Malformed(400, "the request target is no path");
    }
  }

  /// The usual methods are constants, the others are text of their own.
  private static String method(byte[] bytes, int length) {
    @Nullable String known =
        switch (length) {
          case 3 -> bytes[0] == 'G' ? "GET" : "PUT";
          case 4 -> bytes[0] == 'H' ? "HEAD" : "POST";
          case 6 -> "DELETE";
          default -> null;
        };
    if (known != null) {
      boolean same = true;
      for (int i = 0; i < length; i++) {
        same &= bytes[i] == known.charAt(i);
      }
      if (same) {
        return known;
      }
    }
    return Octets.latin(bytes, 0, length);
  }
}
