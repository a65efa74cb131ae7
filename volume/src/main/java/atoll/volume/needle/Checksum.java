package atoll.volume.needle;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The CRC-32C (Castagnoli) of a needle's stored data, that is after any compression.
///
/// Two forms lie on disks: the plain value, and in records written before SeaweedFS 3.09 the value
/// rotated right by 15 bits plus a constant. A reader accepts either; a writer writes the plain
/// one.
public record Checksum(int value) {

  public static final int BYTES = 4;

  /// Of no bytes.
  public static final Checksum EMPTY = new Checksum(0);

  private static final int ROTATION = 15;
  private static final int ADDEND = 0xa282ead8;

  /// Of what remains in `data`, whose position does not move.
  public static Checksum of(ByteBuffer data) {
    CRC32C sum = new CRC32C();
    sum.update(data.duplicate());
    return of(sum);
  }

  /// Of what a running sum has seen.
  public static Checksum of(CRC32C sum) {
    return new Checksum((int) sum.getValue());
  }

  /// The old form, which messages still carry in their `crc` fields.
  public Checksum rotated() {
    return new Checksum(Integer.rotateRight(value, ROTATION) + ADDEND);
  }

  /// Whether `stored`, in either form, vouches for data with this sum.
  public boolean agreesWith(Checksum stored) {
    return equals(stored) || rotated().equals(stored);
  }

  /// Eight hexadecimal digits; the ETag, without its quotes.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
