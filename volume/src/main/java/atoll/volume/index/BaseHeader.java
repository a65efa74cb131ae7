package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The first 4096 bytes of the file of a [DiskNeedleMap], all numbers big-endian:
///
/// ```
///    0  8  the text "atollmap"
///    8  4  version, 2
///   12  4  bytes of an offset, 4 or 5
///   16  8  needles in the file
///   24  8  bytes of the index file that are in it
///   32  4  CRC-32C of all those
///   36  4  zeros
///   40 40  rows that entered, their sizes, rows that deleted or replaced, sizes, highest id
///   80     zeros
/// 4092  4  CRC-32C of all that stands before
/// ```
///
/// Magic, version and sum stay where they are in every version. Version 1 had sums of the first and
/// the last 4096 bytes of the index alone; a file of it is made anew.
///
/// @param needles how many rows the blocks hold
/// @param indexBytes everything in the index file before this offset is in the blocks
/// @param indexSum the CRC-32C of those bytes
/// @param counters what the index rows add up to
record BaseHeader(
    OffsetWidth width, long needles, long indexBytes, int indexSum, RowCounters counters) {

  static final int VERSION = 2;

  private static final long MAGIC = 0x61_74_6f_6c_6c_6d_61_70L;

  void write(ByteBuffer block) {
    block.clear();
    block.putLong(MAGIC).putInt(VERSION).putInt(width.bytes());
    block.putLong(needles).putLong(indexBytes).putInt(indexSum).putInt(0);
    block.putLong(counters.fileCount()).putLong(counters.fileBytes());
    block.putLong(counters.deletedCount()).putLong(counters.deletedBytes());
    block.putLong(counters.highestId());
    BaseBlock.sealHeader(block);
  }

  /// Reads a header.
  ///
  /// @param name of the file, for messages
  /// @return empty if it is not one, damaged, or of an older version
  /// @throws AtollException `UNSUPPORTED` if it is one of a newer version
  static Optional<BaseHeader> read(ByteBuffer block, String name) {
    if (!BaseBlock.isWhole(block) || block.getLong() != MAGIC) {
      return Optional.empty();
    }
    int version = block.getInt();
    if (version > VERSION) {
      throw new AtollException(
          Fault.UNSUPPORTED,
          "%s has version %d, and %d is the newest known here; use a newer release, or delete the file to have it made anew"
              .formatted(name, version, VERSION));
    }
    Optional<OffsetWidth> width = OffsetWidth.of(block.getInt());
    if (version < VERSION || width.isEmpty()) {
      return Optional.empty();
    }
    long needles = block.getLong();
    long indexBytes = block.getLong();
    int indexSum = block.getInt();
    block.getInt();
    RowCounters counters =
        new RowCounters(
            block.getLong(), block.getLong(), block.getLong(), block.getLong(), block.getLong());
    return Optional.of(new BaseHeader(width.get(), needles, indexBytes, indexSum, counters));
  }
}
