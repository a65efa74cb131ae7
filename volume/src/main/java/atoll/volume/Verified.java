package atoll.volume;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Which large needles of a data file agreed with their checksum lately. A record never changes
/// where it stands, so what could have gone wrong since is the medium alone: it is looked at again
/// once [#BELIEVED_NANOS] have passed, however often a needle is read.
///
/// Bounded: another needle may take the place of one, which is then verified again. Shared (by the
/// array).
final class Verified {

  /// How long a checksum that agreed is believed.
  static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int PLACES = 256;

  private record Entry(long offset, long atNanos) {}

  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

  private static int place(long offset) {
    return (int) Math.floorMod((offset * 0x9E37_79B9_7F4A_7C15L) >>> 32, (long) PLACES);
  }

  /// @param offset of the data
  /// @param nanos of the clock when its first byte was read
  void agreed(long offset, long nanos) {
    entries.set(place(offset), new Entry(offset, nanos));
  }

  boolean isBelieved(long offset, long nowNanos) {
    Entry entry = entries.get(place(offset));
    return entry != null && entry.offset == offset && nowNanos - entry.atNanos < BELIEVED_NANOS;
  }
}
