package atoll.volume;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Different bytes with one checksum.
final class Collisions {

  private Collisions() {}

  /// Two bodies of equal length and equal CRC-32C. A checksum of this kind is linear: a change of
  /// 32 bits in front can be undone by 32 bits behind, which Gaussian elimination finds.
  static byte[][] crc32c() {
    byte[] one = "two bodies, one checksum: 0000....".getBytes(StandardCharsets.US_ASCII);
    byte[] other = one.clone();
    other[0] = 'T';
    int wanted = crc(one) ^ crc(other);
    int first = (one.length - 4) * 8;
    int chosen = solve(other, first, wanted);
    for (int bit = 0; bit < 32; bit++) {
      if ((chosen >>> bit & 1) != 0) {
        flip(other, first + bit);
      }
    }
    return new byte[][] {one, other};
  }

  private static int solve(byte[] base, int first, int wanted) {
    int[] effect = new int[32];
    int[] from = new int[32];
    for (int bit = 0; bit < 32; bit++) {
      byte[] flipped = base.clone();
      flip(flipped, first + bit);
      effect[bit] = crc(flipped) ^ crc(base);
      from[bit] = 1 << bit;
    }
    int left = wanted;
    int chosen = 0;
    for (int column = 0; column < 32; column++) {
      int pivot = column;
      while ((effect[pivot] >>> column & 1) == 0) {
        pivot++;
      }
      swap(effect, pivot, column);
      swap(from, pivot, column);
      for (int row = 0; row < 32; row++) {
        if (row != column && (effect[row] >>> column & 1) != 0) {
          effect[row] ^= effect[column];
          from[row] ^= from[column];
        }
      }
    }
    for (int column = 0; column < 32; column++) {
      if ((left >>> column & 1) != 0) {
        left ^= effect[column];
        chosen ^= from[column];
      }
    }
    return chosen;
  }

  private static void swap(int[] values, int one, int other) {
    int kept = values[one];
    values[one] = values[other];
    values[other] = kept;
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }

  private static int crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
