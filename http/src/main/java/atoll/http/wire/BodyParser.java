package atoll.http.wire;

import atoll.http.BodyFraming;
import java.nio.ByteBuffer;

/// Finds the bytes of a body between its chunks and at its end. Feed it a buffer, ask what stands
/// at the position, consume that, ask again.
///
/// Confined to the event loop of its connection.
public final class BodyParser {

  /// What comes next.
  public enum Step {
    /// More bytes are needed to go on.
    STARVED,
    /// [#available] bytes of the body stand at the buffer's position.
    DATA,
    /// The body is complete; the position is at the first byte of the next message.
    END
  }

  private static final int EXTENSION_BYTES = 256;
  private static final int TRAILER_BYTES = 8192;

  /// 15 hexadecimal digits stay within a long.
  private static final int SIZE_DIGITS = 15;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    TRAILER_LINE,
    TRAILER_LINE_LF,
    TRAILER_LF,
    UNTIL_CLOSE,
    END
  }

  private State state = State.END;
  private boolean chunked;
  private long left;
  private int digits;
  private int extra;

  /// Begins a body.
  public void begin(BodyFraming framing) {
    chunked = framing.kind() == BodyFraming.Kind.CHUNKED;
    left = 0;
    digits = 0;
    extra = 0;
    state =
        switch (framing.kind()) {
          case LENGTH -> framing.length() == 0 ? State.END : State.DATA;
          case CHUNKED -> State.SIZE;
          case UNTIL_CLOSE -> State.UNTIL_CLOSE;
        };
    if (state == State.DATA) {
      left = framing.length();
    }
  }

  public boolean isEnded() {
    return state == State.END;
  }

  /// The connection has ended.
  ///
  /// @return whether the body is complete
  public boolean endOfInput() {
    if (state == State.UNTIL_CLOSE) {
      state = State.END;
    }
    return state == State.END;
  }

  /// Looks at what comes next, and moves the position behind what frames it.
  public Step next(ByteBuffer in) throws Malformed {
    while (true) {
      if (state == State.END) {
        return Step.END;
      }
      if (!in.hasRemaining()) {
        return Step.STARVED;
      }
      if (state == State.DATA || state == State.UNTIL_CLOSE) {
        return Step.DATA;
      }
      frame(in.get());
    }
  }

  /// How many of the remaining bytes belong to the body at this place.
  public int available(ByteBuffer in) {
    return state == State.UNTIL_CLOSE
        ? in.remaining()
        : (int) Math.min(left, (long) in.remaining());
  }

  /// Tells that so many body bytes have been taken from the buffer.
  public void consumed(int count) {
    if (state == State.UNTIL_CLOSE) {
      return;
    }
    left -= count;
    if (left == 0) {
      state = chunked ? State.DATA_CR : State.END;
    }
  }

  private void frame(byte b) throws Malformed {
    switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> {
        if (b == '\r') {
          state = State.SIZE_LF;
        } else if (!Octets.isField(b) || ++extra > EXTENSION_BYTES) {
          throw new Malformed(400, "malformed chunk extension");
        }
      }
      case SIZE_LF -> {
        expect(b, '\n', "a chunk size does not end in CR LF");
        digits = 0;
        extra = 0;
        state = left == 0 ? State.TRAILER : State.DATA;
      }
      case DATA_CR -> {
        expect(b, '\r', "a chunk is longer than its size");
        state = State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n', "a chunk does not end in CR LF");
        state = State.SIZE;
      }
      case TRAILER -> {
        if (b == '\r') {
          state = State.TRAILER_LF;
        } else if (Octets.isToken(b)) {
          extra++;
          state = State.TRAILER_LINE;
        } else {
          throw new Malformed(400, "malformed trailer");
        }
      }
      case TRAILER_LINE -> {
        if (b == '\r') {
          state = State.TRAILER_LINE_LF;
        } else if (!Octets.isField(b)) {
          throw new Malformed(400, "malformed trailer");
        } else if (++extra > TRAILER_BYTES) {
          throw new Malformed(431, "trailers too large");
        }
      }
      case TRAILER_LINE_LF -> {
        expect(b, '\n', "malformed trailer");
        state = State.TRAILER;
      }
      case TRAILER_LF -> {
        expect(b, '\n', "malformed trailer");
        state = State.END;
      }
      case DATA, UNTIL_CLOSE, END -> throw new AssertionError(state);
    }
  }

  private void size(byte b) throws Malformed {
    int digit = Octets.hex(b);
    if (digit >= 0) {
      if (digits++ == 0) {
        left = 0;
      }
      if (digits > SIZE_DIGITS) {
        throw new Malformed(413, "chunk size too large");
      }
      left = left << 4 | digit;
    } else if (digits == 0) {
      throw new Malformed(400, "a chunk size is not a number");
    } else if (b == '\r') {
      state = State.SIZE_LF;
    } else if (b == ';') {
      state = State.EXTENSION;
    } else {
      throw new Malformed(400, "malformed chunk size");
    }
  }

  private static void expect(byte b, char wanted, String otherwise) throws Malformed {
    if (b != wanted) {
      throw new Malformed(400, otherwise);
    }
  }
}
