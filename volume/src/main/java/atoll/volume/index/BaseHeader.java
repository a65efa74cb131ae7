package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The first 4096 bytes of the file of a [DiskNeedleMap], all numbers big-endian:
///
/// ```
///    0  8  the text "atollmap"
///    8  4  version, 1
///   12  4  bytes of an offset, 4 or 5
///   16  8  needles in the file
///   24  8  bytes of the index file that are in it
///   32  4  CRC-32C of the first 4096 of those, or of all
///   36  4  CRC-32C of the last 4096 of those, or of all
///   40 40  rows that entered, their sizes, rows that deleted or replaced, sizes, highest id
///   80     zeros
/// 4092  4  CRC-32C of all that stands before
/// ```
///
/// Magic, version and sum stay where they are in every version.
///
/// @param needles how many rows the blocks hold
/// @param indexBytes everything in the index file before this offset is in the blocks
/// @param indexStart the sum of the first of those bytes
/// @param indexEnd the sum of the last
/// @param counters what the index rows add up to
record BaseHeader(
    OffsetWidth width,
    long needles,
    long indexBytes,
    int indexStart,
    int indexEnd,
    RowCounters counters) {

  static final int VERSION = 1;

  private static final long MAGIC = 0x61_74_6f_6c_6c_6d_61_70L;

  /// The header of a file made from the index rows before an offset.
  static BaseHeader of(
      OffsetWidth width, long needles, DiskFile index, long indexBytes, RowCounters counters) {
    return new BaseHeader(
        width,
        needles,
        indexBytes,
        sum(index, 0, indexBytes),
        sum(index, Math.max(0, indexBytes - BaseBlock.BYTES), indexBytes),
        counters);
  }

  private static int sum(DiskFile index, long from, long to) {
    int bytes = (int) Math.min(BaseBlock.BYTES, to - from);
    ByteBuffer some = ByteBuffer.allocateDirect(bytes);
    index.readAt(from, some);
    CRC32C sum = new CRC32C();
    sum.update(some.flip());
    return (int) sum.getValue();
  }

  /// Whether the index file still begins with what was read from it.
  boolean fits(DiskFile index, long end) {
    return indexBytes <= end && equals(of(width, needles, index, indexBytes, counters));
  }

  void write(ByteBuffer block) {
    block.clear();
    block.putLong(MAGIC).putInt(VERSION).putInt(width.bytes());
    block.putLong(needles).putLong(indexBytes).putInt(indexStart).putInt(indexEnd);
    block.putLong(counters.fileCount()).putLong(counters.fileBytes());
    block.putLong(counters.deletedCount()).putLong(counters.deletedBytes());
    block.putLong(counters.highestId());
    BaseBlock.sealHeader(block);
  }

  /// Reads a header.
  ///
  /// @param name of the file, for messages
  /// @return empty if it is not one, or damaged
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
    return width.map(known ->
        new BaseHeader(
            known,
            block.getLong(),
            block.getLong(),
            block.getInt(),
            block.getInt(),
            new RowCounters(
                block.getLong(),
                block.getLong(),
                block.getLong(),
                block.getLong(),
                block.getLong())));
  }
}
