package atoll.http.netty;

import atoll.http.wire.HeadParser;
import atoll.http.wire.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Bytes that came from the socket and that nobody has taken yet. Confined to its event loop.
final class ReceivedBytes {

  private @Nullable ByteBuf waiting;

  /// Adds bytes behind those that wait, and owns them from now on.
  void add(ByteBufAllocator allocator, ByteBuf bytes) {
    ByteBuf before = waiting;
    waiting =
        before == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, bytes);
  }

  boolean isEmpty() {
    return count() == 0;
  }

  int count() {
    ByteBuf present = waiting;
    return present == null ? 0 : present.readableBytes();
  }

  /// Gives the parser what it takes.
  ///
  /// @return whether the head is complete
  boolean feed(HeadParser parser) throws Malformed {
    ByteBuf bytes = waiting;
    if (bytes == null) {
      return false;
    }
    ByteBuffer view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
    int from = view.position();
    boolean complete = parser.feed(view);
    bytes.skipBytes(view.position() - from);
    return complete;
  }

  /// Gives a body what it asks for.
  void deliverTo(InboundBody body) {
    ByteBuf bytes = waiting;
    if (bytes != null && bytes.isReadable()) {
      body.deliver(bytes);
    }
  }

  /// Gives the memory back if all of it was taken.
  void releaseIfEmpty() {
    if (isEmpty()) {
      release();
    }
  }

  /// Drops what waits.
  void release() {
    ByteBuf rest = waiting;
    if (rest != null) {
      waiting = null;
      rest.release();
    }
  }
}
