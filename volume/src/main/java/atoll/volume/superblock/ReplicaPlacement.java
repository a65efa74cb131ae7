package atoll.volume.superblock;

import atoll.kit.Check;
import atoll.volume.needle.Parsed;
import java.nio.charset.StandardCharsets;

/// Where copies of a volume go besides its first: the digits of `012`, for instance, ask for none
/// in another data center, one in another rack and two in the same rack.
///
/// Counts above 9 are possible for the last, since any character from `0` on is taken for a digit
/// as long as the whole fits a byte.
public record ReplicaPlacement(int otherDataCenters, int otherRacks, int sameRack) {

  /// One copy alone.
  public static final ReplicaPlacement NONE = new ReplicaPlacement(0, 0, 0);

  private static final int BYTE_MAX = 255;

  public ReplicaPlacement {
    Check.that(
        otherDataCenters >= 0 && otherRacks >= 0 && sameRack >= 0, "counts are not negative");
    Check.that(
        otherDataCenters * 100L + otherRacks * 10L + sameRack <= BYTE_MAX,
        "a replica placement fits a byte");
  }

  /// From the byte of a super block; every byte is one.
  public static ReplicaPlacement fromByte(byte stored) {
    int value = Byte.toUnsignedInt(stored);
    return new ReplicaPlacement(value / 100, value / 10 % 10, value % 10);
  }

  /// Reads up to three digits, right-aligned; what follows the third is ignored, but for characters
  /// below `0`, which are refused anywhere.
  public static Parsed<ReplicaPlacement> parse(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    String padded = "0".repeat(Math.max(0, 3 - bytes)) + text;
    long[] counts = new long[3];
    int byteAt = 0;
    for (int at = 0; at < padded.length(); at = padded.offsetByCodePoints(at, 1)) {
      int character = padded.codePointAt(at);
      if (character < '0') {
        return Parsed.malformed("unknown replication type: " + padded);
      }
      if (byteAt < counts.length) {
        counts[byteAt] = (long) character - '0';
      }
      byteAt += utf8Bytes(character);
    }
    if (counts[0] * 100 + counts[1] * 10 + counts[2] > BYTE_MAX) {
      return Parsed.malformed("unexpected replication type: " + padded);
    }
    return Parsed.value(new ReplicaPlacement((int) counts[0], (int) counts[1], (int) counts[2]));
  }

  public byte toByte() {
    return (byte) (otherDataCenters * 100 + otherRacks * 10 + sameRack);
  }

  /// The first copy and all others.
  public int copyCount() {
    return otherDataCenters + otherRacks + sameRack + 1;
  }

  /// Three characters; a count above 9 is whatever character stands so far behind `0`.
  @Override
  public String toString() {
    return ""
        + (char) ('0' + otherDataCenters)
        + (char) ('0' + otherRacks)
        + (char) ('0' + sameRack);
  }

  private static int utf8Bytes(int character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }
}
