package atoll.volume;

import atoll.kit.Check;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Direct buffers that are used again, in sizes of powers of two. Larger ones than are kept are
/// made for the occasion.
///
/// Shared (guarded by its own lock).
public final class BufferPool {

  private static final int SMALLEST_SHIFT = 12;
  private static final int CLASSES = 11;

  private final long keptBytesMax;
  private final Object lock = new Object();
  private final ArrayDeque<ByteBuffer>[] kept;
  private long keptBytes;

  /// @param keptBytesMax how much memory buffers that nobody uses may hold
  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic types
  public BufferPool(long keptBytesMax) {
    this.keptBytesMax = keptBytesMax;
    this.kept = new ArrayDeque[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      kept[i] = new ArrayDeque<>();
    }
  }

  /// A buffer at position 0 and with its limit at `bytes`; its content is arbitrary.
  public Lease take(int bytes) {
    int sizeClass = sizeClass(bytes);
    if (sizeClass >= CLASSES) {
      return new Lease(ByteBuffer.allocateDirect(bytes), sizeClass);
    }
    ByteBuffer buffer;
    synchronized (lock) {
      buffer = kept[sizeClass].poll();
      if (buffer != null) {
        keptBytes -= buffer.capacity();
      }
    }
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(1 << (SMALLEST_SHIFT + sizeClass));
    }
    return new Lease(buffer.clear().limit(bytes), sizeClass);
  }

  /// Bytes of the buffers that nobody uses.
  public long keptBytes() {
    synchronized (lock) {
      return keptBytes;
    }
  }

  private static int sizeClass(int bytes) {
    int shift = bytes <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1);
    return Math.max(0, shift - SMALLEST_SHIFT);
  }

  private void give(ByteBuffer buffer, int sizeClass) {
    synchronized (lock) {
      if (sizeClass < CLASSES && keptBytes + buffer.capacity() <= keptBytesMax) {
        kept[sizeClass].push(buffer);
        keptBytes += buffer.capacity();
      }
    }
  }

  /// The use of a buffer, which ends with [#close()]. Confined to one owner at a time.
  public final class Lease implements AutoCloseable {

    private final ByteBuffer buffer;
    private final int sizeClass;
    private boolean closed;

    private Lease(ByteBuffer buffer, int sizeClass) {
      this.buffer = buffer;
      this.sizeClass = sizeClass;
    }

    public ByteBuffer buffer() {
      Check.that(!closed, "a buffer that was given back");
      return buffer;
    }

    /// Gives the buffer back. Views of it must not be used any more.
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        give(buffer, sizeClass);
      }
    }
  }
}
