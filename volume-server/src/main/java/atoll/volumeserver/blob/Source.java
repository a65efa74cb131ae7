package atoll.volumeserver.blob;

import java.nio.ByteBuffer;

/// Bytes that an answer is made of. Confined to one thread at a time.
interface Source extends AutoCloseable {

  long length();

  /// Reads on an event loop, if that needs no waiting.
  ///
  /// @param at counted from the first byte
  /// @param target filled to its limit
  /// @return false if it would wait; `target` is then as it was
  boolean readNow(long at, ByteBuffer target);

  /// As [#readNow], and may wait.
  ///
  /// @throws atoll.kit.AtollException if the bytes cannot be had, or are not what they should be
  void read(long at, ByteBuffer target);

  /// Reads what fits `target`, or up to the end, without counting as a part of reading in order.
  /// May wait.
  void peek(long at, ByteBuffer target);

  /// A buffer that this source can read into: content that lies in memory needs none outside of the
  /// heap, and those are dear.
  static ByteBuffer room(Source source, int bytes) {
    return source instanceof MemorySource
        ? ByteBuffer.allocate(bytes)
        : ByteBuffer.allocateDirect(bytes);
  }

  /// Gives everything back.
  @Override
  void close();
}
