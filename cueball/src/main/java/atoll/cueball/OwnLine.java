package atoll.cueball;

import java.util.concurrent.atomic.AtomicLongArray;

/// A number that shares its cache line, and the one that a processor fetches along with it, with
/// nothing else, so that threads that change their neighbours do not slow each other down. Shared
/// (one atomic value).
final class OwnLine {

  /// Two lines of 64 bytes before the number and two behind it.
  private static final int AROUND = 128 / Long.BYTES;

  private final AtomicLongArray room = new AtomicLongArray(2 * AROUND);

  long get() {
    return room.get(AROUND);
  }

  long getOpaque() {
    return room.getOpaque(AROUND);
  }

  void setOpaque(long value) {
    room.setOpaque(AROUND, value);
  }

  void set(long value) {
    room.set(AROUND, value);
  }

  boolean compareAndSet(long expected, long following) {
    return room.compareAndSet(AROUND, expected, following);
  }
}
