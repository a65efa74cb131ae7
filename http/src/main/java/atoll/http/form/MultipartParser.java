package atoll.http.form;

import atoll.http.HeaderList;
import atoll.http.Headers;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Reads a body of several parts (RFC 2046, RFC 7578) as it arrives, in pieces cut anywhere. What
/// stands before the first and behind the last boundary is skipped. Holds no part: its bytes are
/// handed on as slices of the piece they came in.
///
/// Confined to one thread at a time.
public final class MultipartParser {

  /// Told of what is found, in order.
  public interface Parts {

    void begins(Headers headers);

    /// Some bytes of the part, at least one; valid during the call only.
    void bytes(ByteBuffer piece);

    void ends();
  }

  private static final int BOUNDARY_BYTES = 70;
  private static final int LINE_END = 2;

  private enum State {
    PREAMBLE,
    BEHIND_BOUNDARY,
    BOUNDARY_BLANKS,
    BOUNDARY_LF,
    CLOSING_DASH,
    HEADERS,
    BODY,
    EPILOGUE
  }

  /// CR LF, two dashes, the boundary. Only its first byte is a CR, so that a broken match can begin
  /// anew only where it broke.
  private final byte[] delimiter;

  private final int headerBytes;
  private final int mostParts;
  private final Parts parts;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private State state = State.PREAMBLE;

  /// How many bytes of the delimiter stand behind us. The first boundary needs no CR LF before it.
  private int matched = LINE_END;

  /// How many of those did not stand in the content: a boundary may follow headers or the beginning
  /// at once, their line end counts for its own.
  private int lent = LINE_END;

  private int count;
  private boolean inside;

  /// A parser at the beginning of a body.
  ///
  /// @param boundary the parameter of the body's media type
  /// @param headerBytes the bound of one part's headers
  /// @param mostParts the bound of parts
  public MultipartParser(String boundary, int headerBytes, int mostParts, Parts parts) {
    if (boundary.isEmpty() || boundary.length() > BOUNDARY_BYTES || boundary.endsWith(" ")) {
      throw new AtollException(Fault.BAD_INPUT, "a multipart boundary has 1 to 70 characters");
    }
    Check.that(headerBytes > 0 && mostParts > 0, "bounds of a form leave room for a part");
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.headerBytes = headerBytes;
    this.mostParts = mostParts;
    this.parts = parts;
  }

  /// Reads all that remains in `piece`.
  ///
  /// @throws AtollException `BAD_INPUT` for a malformed part, `TOO_LARGE` at a bound
  public void feed(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      switch (state) {
        case PREAMBLE, BODY -> scan(piece);
        case HEADERS -> header(piece.get());
        case EPILOGUE -> piece.position(piece.limit());
        case BEHIND_BOUNDARY, BOUNDARY_BLANKS, BOUNDARY_LF, CLOSING_DASH -> boundary(piece);
      }
    }
  }

  /// The body has ended.
  ///
  /// @throws AtollException `BAD_INPUT` if the last boundary did not come
  public void end() {
    boolean closed = state == State.EPILOGUE;
    if (!closed) {
      throw malformed("it ends before its last boundary");
    }
  }

  /// How many parts began.
  public int count() {
    return count;
  }

  private void scan(ByteBuffer piece) {
    int from = piece.position();
    while (piece.hasRemaining()) {
      byte b = piece.get();
      if (b == delimiter[matched]) {
        if (matched == 0) {
          hand(piece, from, piece.position() - 1);
        }
        if (++matched == delimiter.length) {
          matched = 0;
          state = State.BEHIND_BOUNDARY;
          return;
        }
      } else if (matched > 0) {
        handDelimiter(matched);
        from = piece.position() - 1;
        matched = b == delimiter[0] ? 1 : 0;
      }
    }
    if (matched == 0) {
      hand(piece, from, piece.position());
    }
  }

  private void hand(ByteBuffer piece, int from, int to) {
    if (inside && to > from) {
      parts.bytes(piece.slice(from, to - from));
    }
  }

  /// Bytes that looked like the beginning of a boundary and were none.
  private void handDelimiter(int length) {
    if (inside && length > lent) {
      parts.bytes(ByteBuffer.wrap(delimiter, lent, length - lent).asReadOnlyBuffer());
    }
    lent = 0;
  }

  private void boundary(ByteBuffer piece) {
    byte b = piece.get();
    switch (state) {
      case BEHIND_BOUNDARY -> {
        if (b == '-') {
          state = State.CLOSING_DASH;
        } else if (b == '\r') {
          state = State.BOUNDARY_LF;
        } else if (b == ' ' || b == '\t') {
          state = State.BOUNDARY_BLANKS;
        } else {
          // The boundary of this body is only the beginning of what stands here: it is content.
          handDelimiter(delimiter.length);
          state = inside ? State.BODY : State.PREAMBLE;
          piece.position(piece.position() - 1);
        }
      }
      case BOUNDARY_BLANKS -> {
        if (b == '\r') {
          state = State.BOUNDARY_LF;
        } else if (b != ' ' && b != '\t') {
          throw malformed("text behind a boundary");
        }
      }
      case BOUNDARY_LF -> {
        if (b != '\n') {
          throw malformed("a boundary's line does not end");
        }
        leave();
        if (++count > mostParts) {
          throw new AtollException(Fault.TOO_LARGE, "a form of more than " + mostParts + " parts");
        }
        head.reset();
        state = State.HEADERS;
      }
      case CLOSING_DASH -> {
        if (b != '-') {
          throw malformed("a single dash behind a boundary");
        }
        leave();
        state = State.EPILOGUE;
      }
      case PREAMBLE, HEADERS, BODY, EPILOGUE -> throw new AssertionError(state);
    }
  }

  private void leave() {
    if (inside) {
      inside = false;
      parts.ends();
    }
  }

  private void header(byte b) {
    head.write(b);
    int size = head.size();
    if (size > headerBytes) {
      throw new AtollException(
          Fault.TOO_LARGE, "headers of a part of more than " + headerBytes + " bytes");
    }
    if (b != '\n') {
      return;
    }
    String text = head.toString(StandardCharsets.UTF_8);
    if (text.equals("\r\n") || text.endsWith("\r\n\r\n")) {
      inside = true;
      matched = LINE_END;
      lent = LINE_END;
      state = State.BODY;
      parts.begins(headers(text));
    }
  }

  private static Headers headers(String text) {
    HeaderList headers = new HeaderList();
    for (String line : text.split("\r\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      boolean token = !name.isEmpty() && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
      if (!token || !HeaderList.isValue(value)) {
        throw malformed("a header of a part is malformed");
      }
      headers.add(name, value);
    }
    return headers;
  }

  private static AtollException malformed(String what) {
    return new AtollException(Fault.BAD_INPUT, "malformed multipart body: " + what);
  }
}
