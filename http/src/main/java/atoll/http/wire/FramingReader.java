package atoll.http.wire;

import atoll.http.BodyFraming;
import org.jspecify.annotations.Nullable;

/// Reads from a head how its body ends (RFC 9112, section 6.3), and what else decides over the
/// connection. Confined to one call of a reader.
final class FramingReader {

  /// 18 digits stay within a long.
  private static final int LENGTH_DIGITS = 18;

  private final FieldBlock block;
  private int lengthAt = -1;
  private int codingAt = -1;
  private boolean codingRepeated;
  int hostAt = -1;
  boolean close;
  boolean keepAlive;
  int expectAt = -1;

  FramingReader(FieldBlock block) {
    this.block = block;
  }

  /// Goes over the fields once.
  void collect() throws Malformed {
    for (int i = 0; i < block.size(); i++) {
      switch (block.nameLength(i)) {
        case 4 -> host(i);
        case 6 -> expectAt = block.isNamed(i, "expect") ? i : expectAt;
        case 10 -> connection(i);
        case 14 -> length(i);
        case 17 -> coding(i);
        default -> {}
      }
    }
  }

  /// How the body ends, or null where the head says nothing about a body.
  @Nullable BodyFraming framing(int minorVersion) throws Malformed {
    if (codingAt >= 0) {
      if (lengthAt >= 0) {
        throw new Malformed(400, "both Content-Length and Transfer-Encoding");
      }
      if (minorVersion == 0) {
        throw new Malformed(400, "Transfer-Encoding in HTTP/1.0");
      }
      if (codingRepeated) {
        throw new Malformed(400, "more than one Transfer-Encoding");
      }
      if (!Octets.equalsIgnoreCase(
          block.bytes(), block.valueFrom(codingAt), block.valueTo(codingAt), "chunked")) {
        boolean repeated = countChunked(block.value(codingAt)) > 1;
        throw repeated
            ? new Malformed(400, "chunked twice")
            : new Malformed(501, "only the transfer coding chunked is known");
      }
      return BodyFraming.CHUNKED;
    }
    return lengthAt < 0 ? null : BodyFraming.length(parsedLength());
  }

  private long parsedLength() throws Malformed {
    byte[] bytes = block.bytes();
    int from = block.valueFrom(lengthAt);
    int to = block.valueTo(lengthAt);
    if (from == to || to - from > LENGTH_DIGITS) {
      throw new Malformed(
          from == to ? 400 : 413, from == to ? "empty Content-Length" : "Content-Length too large");
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      if (!Octets.isDigit(bytes[i])) {
        throw new Malformed(400, "Content-Length is not a number");
      }
      length = 10 * length + (bytes[i] - '0');
    }
    return length;
  }

  private void host(int i) throws Malformed {
    if (!block.isNamed(i, "host")) {
      return;
    }
    if (hostAt >= 0) {
      throw new Malformed(400, "more than one Host");
    }
    hostAt = i;
    for (int at = block.valueFrom(i); at < block.valueTo(i); at++) {
      byte b = block.bytes()[at];
      if (!Octets.isTarget(b) || b == '/' || b == '@' || b == '?' || b == '#' || b == ',') {
        throw new Malformed(400, "malformed Host");
      }
    }
  }

  private void length(int i) throws Malformed {
    if (!block.isNamed(i, "content-length")) {
      return;
    }
    if (lengthAt >= 0) {
      throw new Malformed(400, "more than one Content-Length");
    }
    lengthAt = i;
  }

  private void coding(int i) {
    if (block.isNamed(i, "transfer-encoding")) {
      codingRepeated |= codingAt >= 0;
      codingAt = i;
    }
  }

  private void connection(int i) {
    if (!block.isNamed(i, "connection")) {
      return;
    }
    byte[] bytes = block.bytes();
    int end = block.valueTo(i);
    int from = block.valueFrom(i);
    while (from < end) {
      int to = from;
      while (to < end && bytes[to] != ',') {
        to++;
      }
      int wordFrom = from;
      int wordTo = to;
      while (wordFrom < wordTo && bytes[wordFrom] <= ' ') {
        wordFrom++;
      }
      while (wordTo > wordFrom && bytes[wordTo - 1] <= ' ') {
        wordTo--;
      }
      close |= Octets.equalsIgnoreCase(bytes, wordFrom, wordTo, "close");
      keepAlive |= Octets.equalsIgnoreCase(bytes, wordFrom, wordTo, "keep-alive");
      from = to + 1;
    }
  }

  private static int countChunked(String codings) {
    int count = 0;
    for (String each : codings.split(",", -1)) {
      count += each.trim().equalsIgnoreCase("chunked") ? 1 : 0;
    }
    return count;
  }
}
