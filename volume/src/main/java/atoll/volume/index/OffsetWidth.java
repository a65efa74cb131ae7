package atoll.volume.index;

import atoll.kit.Check;
import atoll.volume.needle.NeedleFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/// How many bytes an index row spends on an offset, which bounds the size of a volume. Offsets are
/// stored in units of 8 bytes:
///
/// ```
///   FOUR    0                                 FIVE    0                         4
///          +---------------------------+             +---------------------------+-------+
///          |  units, 32 bits, big-end. |             |  low 32 bits, big-endian  | high 8|
///          +---------------------------+             +---------------------------+-------+
/// ```
public enum OffsetWidth {
  FOUR(4, "30GB"),
  FIVE(5, "8000GB");

  private static final int UNIT = NeedleFormat.ALIGNMENT;
  private static final int HIGH_AT = Integer.BYTES;

  private final int bytes;
  private final String sizeLimitText;

  OffsetWidth(int bytes, String sizeLimitText) {
    this.bytes = bytes;
    this.sizeLimitText = sizeLimitText;
  }

  /// The width of so many bytes, if there is one.
  ///
  /// @param bytes as in a volume info file or a setting
  public static Optional<OffsetWidth> of(int bytes) {
    return switch (bytes) {
      case 4 -> Optional.of(FOUR);
      case 5 -> Optional.of(FIVE);
      default -> Optional.empty();
    };
  }

  public int bytes() {
    return bytes;
  }

  /// What servers of this width call themselves in their version text.
  public String sizeLimitText() {
    return sizeLimitText;
  }

  /// Bytes of an index row: 16 or 17.
  public int rowBytes() {
    return Long.BYTES + bytes + Integer.BYTES;
  }

  /// The first offset that cannot be stored: 32 GiB or 8 TiB.
  public long volumeBytesMax() {
    return (1L << (8 * bytes)) * UNIT;
  }

  /// The offset stored at `at`, in bytes from the start of the data file.
  public long read(ByteBuffer source, int at) {
    long units = Integer.toUnsignedLong(source.getInt(at));
    return switch (this) {
      case FOUR -> units * UNIT;
      case FIVE -> (units | ((source.get(at + HIGH_AT) & 0xffL) << 32)) * UNIT;
    };
  }

  /// Stores an offset at `at`.
  ///
  /// @param offset in bytes, a multiple of 8 below [#volumeBytesMax]
  public void write(ByteBuffer target, int at, long offset) {
    Check.that(
        offset >= 0 && offset < volumeBytesMax() && offset % UNIT == 0,
        () -> "offset " + offset + " does not fit " + bytes + " bytes");
    long units = offset / UNIT;
    target.putInt(at, (int) units);
    if (this == FIVE) {
      target.put(at + HIGH_AT, (byte) (units >>> 32));
    }
  }
}
