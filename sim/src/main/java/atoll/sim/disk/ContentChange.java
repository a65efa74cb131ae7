package atoll.sim.disk;

import java.nio.ByteBuffer;

/// A change of a file's bytes or length that was not synced yet. Immutable; a write's bytes run
/// from 0 to the buffer's limit and are never written to again.
sealed interface ContentChange {

  /// The length of the file after this change, if `before` was its length.
  long lengthAfter(long before);

  record Write(long offset, ByteBuffer bytes) implements ContentChange {

    long end() {
      return offset + bytes.limit();
    }

    @Override
    public long lengthAfter(long before) {
      return Math.max(before, end());
    }
  }

  record Resize(long size) implements ContentChange {

    @Override
    public long lengthAfter(long before) {
      return size;
    }
  }
}
