package atoll.http.wire;

import atoll.http.HttpLimits;
import atoll.http.RequestHead;
import atoll.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Collects a head line by line and stops at the first byte behind it. Strict where leniency lets
/// two readers disagree: lines end in CR LF and nothing else, no line is folded, no space stands
/// before a colon. One object parses head after head.
///
/// Confined to the event loop of its connection.
public final class HeadParser {

  /// What kind of first line is expected.
  public enum Kind {
    REQUEST,
    RESPONSE
  }

  /// How much is copied from the socket's buffer at a time: a usual head fits.
  private static final int STEP = 1024;

  /// Above this, a buffer is not kept for the next head.
  private static final int KEPT = 16 * 1024;

  private final Kind kind;
  private final HttpLimits.Head limits;
  private byte[] bytes = new byte[STEP];
  private int count;
  private int lineFrom;
  private int scanned;
  private int startFrom;
  private int startTo = -1;

  /// Four offsets a field: name from, name to, value from, value to.
  private int[] fields = new int[64];

  private int fieldCount;

  public HeadParser(Kind kind, HttpLimits.Head limits) {
    this.kind = kind;
    this.limits = limits;
  }

  /// Whether bytes of a head have come that is not complete yet.
  public boolean isInside() {
    return count > 0;
  }

  /// Takes bytes from `source`, moving its position.
  ///
  /// @return whether the head is complete; the position is then at the first byte of the body
  public boolean feed(ByteBuffer source) throws Malformed {
    int position = source.position();
    int limit = source.limit();
    while (position < limit) {
      int step = Math.min(limit - position, STEP);
      if (count + step > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, count + step));
      }
      source.get(position, bytes, count, step);
      count += step;
      position += step;
      if (scan()) {
        source.position(position - (count - scanned));
        return true;
      }
      checkSizes(count);
    }
    source.position(position);
    return false;
  }

  /// The request whose head is complete; the parser then begins anew.
  public RequestHead takeRequest() throws Malformed {
    RequestHead head = RequestReader.read(block(), startTo - startFrom);
    reset();
    return head;
  }

  /// The response whose head is complete; the parser then begins anew.
  public ResponseHead takeResponse() throws Malformed {
    ResponseHead head = ResponseReader.read(block(), startTo - startFrom);
    reset();
    return head;
  }

  /// Begins anew.
  public void reset() {
    count = 0;
    lineFrom = 0;
    scanned = 0;
    startFrom = 0;
    startTo = -1;
    fieldCount = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[STEP];
    }
  }

  /// The first line as far as it came, cut at its limit, one character for each byte; for a log.
  public String startLine() {
    int to = startTo < 0 ? count : startTo;
    return Octets.latin(bytes, startFrom, Math.min(to, startFrom + limits.startLineBytes()));
  }

  private FieldBlock block() {
    byte[] head = Arrays.copyOfRange(bytes, startFrom, scanned);
    int[] offsets = new int[4 * fieldCount];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = fields[i] - startFrom;
    }
    return new FieldBlock(head, offsets);
  }

  /// Looks at the lines that are complete.
  private boolean scan() throws Malformed {
    byte[] all = bytes;
    for (int i = scanned; i < count; i++) {
      if (all[i] != '\n') {
        continue;
      }
      if (i == lineFrom || all[i - 1] != '\r') {
        throw new Malformed(400, "a line ends without carriage return");
      }
      int from = lineFrom;
      lineFrom = i + 1;
      if (startTo < 0) {
        startLine(from, i - 1);
      } else if (from == i - 1) {
        scanned = i + 1;
        checkSizes(scanned);
        return true;
      } else {
        field(from, i - 1);
      }
    }
    scanned = count;
    return false;
  }

  private void startLine(int from, int to) throws Malformed {
    if (from == to) {
      if (from > 2) {
        throw new Malformed(400, "empty lines before the first line");
      }
      startFrom = to + 2;
      return;
    }
    if (to - from > limits.startLineBytes()) {
      throw tooLongStart();
    }
    startTo = to;
    if (kind == Kind.REQUEST) {
      RequestReader.checkLine(bytes, from, to);
    } else {
      ResponseReader.checkLine(bytes, from, to);
    }
  }

  private void field(int from, int to) throws Malformed {
    byte[] all = bytes;
    if (all[from] == ' ' || all[from] == '\t') {
      throw new Malformed(400, "a header line is folded");
    }
    int colon = from;
    while (colon < to && Octets.isToken(all[colon])) {
      colon++;
    }
    if (colon == to || all[colon] != ':' || colon == from) {
      throw new Malformed(400, "a header name is malformed");
    }
    int valueFrom = colon + 1;
    while (valueFrom < to && isBlank(all[valueFrom])) {
      valueFrom++;
    }
    int valueTo = to;
    while (valueTo > valueFrom && isBlank(all[valueTo - 1])) {
      valueTo--;
    }
    for (int i = valueFrom; i < valueTo; i++) {
      if (!Octets.isField(all[i])) {
        throw new Malformed(400, "a header value holds a control character");
      }
    }
    if (fieldCount == limits.headerCount()) {
      throw new Malformed(431, "more than " + limits.headerCount() + " header fields");
    }
    if (4 * fieldCount == fields.length) {
      fields = Arrays.copyOf(fields, fields.length * 2);
    }
    int at = 4 * fieldCount++;
    fields[at] = from;
    fields[at + 1] = colon;
    fields[at + 2] = valueFrom;
    fields[at + 3] = valueTo;
  }

  private void checkSizes(int to) throws Malformed {
    if (startTo < 0) {
      if (count > startFrom && kind == Kind.REQUEST) {
        byte first = bytes[startFrom];
        if (!Octets.isToken(first) && first != '\r') {
          throw new Malformed(400, "this is not HTTP");
        }
      }
      if (count - startFrom > limits.startLineBytes() + 2) {
        throw tooLongStart();
      }
    } else if (to - startTo > limits.headerBytes()) {
      throw new Malformed(431, "header fields of more than " + limits.headerBytes() + " bytes");
    }
  }

  private Malformed tooLongStart() {
    int status =
        kind == Kind.REQUEST && RequestReader.methodEnds(bytes, startFrom, count) ? 414 : 400;
    return new Malformed(status, "a first line of more than " + limits.startLineBytes() + " bytes");
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
