package atoll.sharkspotter.direct;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sharkspotter.row.Row;
import atoll.sharkspotter.row.Slice;
import atoll.sharkspotter.source.RowSink;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Rows `(id, etag, value)` as `COPY … (FORMAT binary)` of PostgreSQL sends them. Everything is
/// big-endian; the server cuts the stream into messages, each of whole rows.
///
/// ```
/// header  "PGCOPY\n\377\r\n\0" (11)  flags (4)  length of what follows (4)  … (that many)
/// row     fields (2) = 3
///         length (4) = 8          id (8)
///         length (4), -1 = null   etag, UTF-8
///         length (4), -1 = null   value, UTF-8
/// …
/// end     fields (2) = -1
/// ```
///
/// Confined to one reading.
final class CopyRows {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int FIELDS = 3;
  private static final int END = -1;
  private static final int NULL = -1;

  private final RowSink sink;
  private boolean begun;
  private boolean ended;
  private long passed;

  CopyRows(RowSink sink) {
    this.sink = sink;
  }

  /// Takes a message, which the caller hands over.
  ///
  /// @return whether the sink wants more
  boolean take(byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    if (!begun) {
      header(buffer, message);
      begun = true;
    }
    while (buffer.hasRemaining()) {
      Row row = row(buffer, message);
      if (row != null && !sink.take(row)) {
        return false;
      }
    }
    passed += message.length;
    return true;
  }

  /// The stream is over.
  void end() {
    if (!ended) {
      throw corrupt(0, "it ends without its mark of the end");
    }
  }

  private void header(ByteBuffer buffer, byte[] message) {
    need(buffer, SIGNATURE.length + 2 * Integer.BYTES);
    if (!Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw corrupt(0, "it does not begin with the signature");
    }
    buffer.position(SIGNATURE.length);
    int flags = buffer.getInt();
    if (flags != 0) {
      throw corrupt(SIGNATURE.length, "unknown flags " + Integer.toHexString(flags));
    }
    int more = buffer.getInt();
    need(buffer, more);
    buffer.position(buffer.position() + more);
  }

  private @Nullable Row row(ByteBuffer buffer, byte[] message) {
    need(buffer, Short.BYTES);
    int at = buffer.position();
    short fields = buffer.getShort();
    if (ended || (fields != FIELDS && fields != END)) {
      throw corrupt(at, ended ? "more behind its end" : fields + " fields instead of " + FIELDS);
    }
    if (fields == END) {
      ended = true;
      return null;
    }
    need(buffer, Integer.BYTES + Long.BYTES);
    int size = buffer.getInt();
    if (size != Long.BYTES) {
      throw corrupt(at, "an id of " + size + " bytes instead of " + Long.BYTES);
    }
    return new Row(buffer.getLong(), text(buffer, message), text(buffer, message));
  }

  private @Nullable Slice text(ByteBuffer buffer, byte[] message) {
    need(buffer, Integer.BYTES);
    int length = buffer.getInt();
    if (length == NULL) {
      return null;
    }
    need(buffer, length);
    Slice text = new Slice(message, buffer.position(), length);
    buffer.position(buffer.position() + length);
    return text;
  }

  private void need(ByteBuffer buffer, int bytes) {
    if (bytes < 0 || buffer.remaining() < bytes) {
      throw corrupt(
          buffer.position(), bytes + " bytes expected, " + buffer.remaining() + " are there");
    }
  }

  private AtollException corrupt(int at, String what) {
    return new AtollException(
        Fault.CORRUPT, "what COPY sent is malformed at byte " + (passed + at) + ": " + what);
  }
}
