package atoll.kit.real;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;

/// A thread's few bytes of native memory for what libc takes and gives by address.
///
/// ```
///   0  errno as the linker captured it
///  64  two offsets of 8 bytes
///  80  struct iovec[16], each an address and a length of 8 bytes
/// ```
///
/// Confined to its thread. Virtual threads come in large numbers, therefore scratches are cut from
/// shared blocks; a block is freed when no thread holds a piece of it any more.
final class PosixScratch {

  static final int VECTORS = 16;

  private static final int OFFSETS = 64;
  private static final int FIRST_VECTOR = OFFSETS + 2 * Long.BYTES;
  private static final int VECTOR_BYTES = 2 * Long.BYTES;
  private static final int BYTES = 384;
  private static final int BLOCK_BYTES = 64 * BYTES;
  private static final int CACHE_LINE = 64;

  private static final ThreadLocal<PosixScratch> OF_THREAD =
      ThreadLocal.withInitial(() -> new PosixScratch(cut()));

  /// Guarded by the class.
  private static SegmentAllocator block = MemorySegment.NULL::asSlice;

  private static int piecesLeft;

  private final MemorySegment errors;
  private final MemorySegment vectors;
  private final MemorySegment offset;
  private final MemorySegment targetOffset;

  private PosixScratch(MemorySegment piece) {
    this.errors = piece.asSlice(0, OFFSETS);
    this.offset = piece.asSlice(OFFSETS, Long.BYTES);
    this.targetOffset = piece.asSlice(OFFSETS + Long.BYTES, Long.BYTES);
    this.vectors = piece.asSlice(FIRST_VECTOR, (long) VECTORS * VECTOR_BYTES);
  }

  static PosixScratch ofThread() {
    return OF_THREAD.get();
  }

  private static synchronized MemorySegment cut() {
    if (piecesLeft == 0) {
      block = SegmentAllocator.slicingAllocator(Arena.ofAuto().allocate(BLOCK_BYTES, CACHE_LINE));
      piecesLeft = BLOCK_BYTES / BYTES;
    }
    piecesLeft--;
    return block.allocate(BYTES, CACHE_LINE);
  }

  /// Where the linker is to leave `errno`.
  MemorySegment errors() {
    return errors;
  }

  /// The vectors that [#vector] has filled.
  MemorySegment vectors() {
    return vectors;
  }

  void vector(int index, MemorySegment bytes) {
    vectors.set(JAVA_LONG, (long) index * VECTOR_BYTES, bytes.address());
    vectors.set(JAVA_LONG, (long) index * VECTOR_BYTES + Long.BYTES, bytes.byteSize());
  }

  /// Fills vectors with what remains in the first sources that have anything.
  ///
  /// @return how many were filled
  int fill(ByteBuffer[] sources) {
    int count = 0;
    for (ByteBuffer source : sources) {
      if (count == VECTORS) {
        break;
      }
      if (source.hasRemaining()) {
        vector(count++, MemorySegment.ofBuffer(source));
      }
    }
    return count;
  }

  MemorySegment offset(long value) {
    offset.set(JAVA_LONG, 0, value);
    return offset;
  }

  MemorySegment targetOffset(long value) {
    targetOffset.set(JAVA_LONG, 0, value);
    return targetOffset;
  }
}
