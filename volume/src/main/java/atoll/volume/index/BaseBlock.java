package atoll.volume.index;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A block of the file of a [DiskNeedleMap], the header among them:
///
/// ```
///   0                                    4080          4088        4092     4096
///   +------------------------------------+-------------+-----------+--------+
///   |  index rows, then zeros            |  number, 8  |  rows, 4  | sum, 4 |
///   +------------------------------------+-------------+-----------+--------+
/// ```
///
/// Blocks are numbered from 0, the first behind the header. The sum is the CRC-32C of all bytes
/// before it; the header's stands in the same place. Without state.
final class BaseBlock {

  static final int BYTES = NeedleMemory.PAGE_BYTES;

  private static final int NUMBER_AT = 4080;
  private static final int ROWS_AT = 4088;
  private static final int SUM_AT = 4092;

  private BaseBlock() {}

  /// How many rows fill a block: 255 or 240.
  static int capacity(OffsetWidth width) {
    return NUMBER_AT / width.rowBytes();
  }

  /// Completes a block whose rows end at the buffer's position, and makes it ready to be written.
  static void seal(ByteBuffer block, int number, int rows) {
    block.limit(BYTES);
    while (block.position() < NUMBER_AT) {
      block.put((byte) 0);
    }
    block.putLong(number).putInt(rows);
    sum(block);
  }

  /// Completes the header likewise.
  static void sealHeader(ByteBuffer block) {
    block.limit(BYTES);
    while (block.position() < SUM_AT) {
      block.put((byte) 0);
    }
    sum(block);
  }

  private static void sum(ByteBuffer block) {
    block.putInt(sumOf(block)).flip();
  }

  private static int sumOf(ByteBuffer block) {
    CRC32C sum = new CRC32C();
    sum.update(block.slice(0, SUM_AT));
    return (int) sum.getValue();
  }

  /// Whether a buffer begins with a block as it was written.
  static boolean isWhole(ByteBuffer block) {
    return block.limit() == BYTES && block.getInt(SUM_AT) == sumOf(block);
  }

  /// Whether it is that of this number.
  static boolean isWhole(ByteBuffer block, int number) {
    return isWhole(block) && block.getLong(NUMBER_AT) == number;
  }

  /// The rows of a whole block.
  static IndexRows rows(ByteBuffer block, OffsetWidth width) {
    int rows = Math.clamp(block.getInt(ROWS_AT), 0, capacity(width));
    return new IndexRows(block.slice(0, rows * width.rowBytes()), width);
  }
}
