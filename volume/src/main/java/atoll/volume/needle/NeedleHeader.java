package atoll.volume.needle;

import atoll.kit.Check;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The first bytes of a record, the same in every format version, big-endian:
///
/// ```
///    0         4                   12        16
///   +---------+-------------------+---------+
///   | cookie  |     needle id     |  size   |
///   +---------+-------------------+---------+
/// ```
///
/// @param size of what follows up to the checksum; 0 for an empty needle and for a tombstone, never
///   negative in a sound file
public record NeedleHeader(Cookie cookie, NeedleId id, int size) {

  static final int ID_AT = 4;
  static final int SIZE_AT = ID_AT + Long.BYTES;

  public static final int BYTES = SIZE_AT + Integer.BYTES;

  /// Reads what stands at the position of `source`, which does not move.
  ///
  /// @throws atoll.kit.AtollException `CORRUPT` if fewer than [#BYTES] remain
  public static NeedleHeader read(ByteBuffer source, Place place) {
    Check.that(source.order() == ByteOrder.BIG_ENDIAN, "needles are read big-endian");
    if (source.remaining() < BYTES) {
      throw place.corrupt("needle header ends after " + source.remaining() + " bytes");
    }
    int at = source.position();
    return new NeedleHeader(
        new Cookie(source.getInt(at)),
        new NeedleId(source.getLong(at + ID_AT)),
        source.getInt(at + SIZE_AT));
  }

  void write(ByteBuffer target) {
    Check.that(target.order() == ByteOrder.BIG_ENDIAN, "needles are written big-endian");
    target.putInt(cookie.value()).putLong(id.value()).putInt(size);
  }

  /// Whether this is what an index row promised.
  public boolean is(NeedleId expectedId, int expectedSize) {
    return id.equals(expectedId) && size == expectedSize;
  }
}
