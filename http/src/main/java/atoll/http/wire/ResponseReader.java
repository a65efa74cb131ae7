package atoll.http.wire;

import atoll.http.BodyFraming;
import atoll.http.ResponseHead;

/// Reads the first line of a response and the fields that rule over its body (RFC 9112).
final class ResponseReader {

  private ResponseReader() {}

  static void checkLine(byte[] bytes, int from, int to) throws Malformed {
    boolean good =
        to - from >= 12
            && Octets.latin(bytes, from, from + 7).equals("HTTP/1.")
            && Octets.isDigit(bytes[from + 7])
            && bytes[from + 8] == ' '
            && bytes[from + 9] >= '1'
            && Octets.isDigit(bytes[from + 9])
            && Octets.isDigit(bytes[from + 10])
            && Octets.isDigit(bytes[from + 11])
            && (to - from == 12 || bytes[from + 12] == ' ');
    if (!good) {
      throw new Malformed(502, "malformed status line");
    }
    for (int i = from + 12; i < to; i++) {
      if (!Octets.isField(bytes[i])) {
        throw new Malformed(502, "the reason phrase holds a control character");
      }
    }
  }

  static ResponseHead read(FieldBlock block, int lineLength) throws Malformed {
    byte[] bytes = block.bytes();
    int status = Integer.parseInt(Octets.latin(bytes, 9, 12));
    int minor = Math.min(1, bytes[7] - '0');
    FramingReader reader = new FramingReader(block);
    reader.collect();
    BodyFraming told = reader.framing(minor);
    BodyFraming framing = told == null ? BodyFraming.UNTIL_CLOSE : told;
    boolean keepAlive = minor == 1 ? !reader.close : reader.keepAlive && !reader.close;
    return new ResponseHead(status, minor, block, framing, keepAlive);
  }
}
