package atoll.volume.index;

import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;

/// One row of an index file: what happened to a needle.
///
/// ```
///   0              8              8+w       12+w
///   +--------------+--------------+---------+
///   |  needle id   |  offset, w   |  size   |        w = 4 or 5, see OffsetWidth
///   +--------------+--------------+---------+
/// ```
///
/// @param offset of the record in the data file, in bytes; 0 where nothing was appended
/// @param size as in the record's header, or [#TOMBSTONE] for a deletion
public record IndexRow(NeedleId id, long offset, int size) {

  /// The size that says the needle was deleted. The offset is then the tombstone's.
  public static final int TOMBSTONE = -1;

  public static IndexRow tombstone(NeedleId id, long offset) {
    return new IndexRow(id, offset, TOMBSTONE);
  }

  /// Whether this row, in the order of the file, makes the needle live. An empty needle has size 0
  /// and is live.
  public boolean isLive() {
    return isLive(offset, size);
  }

  static boolean isLive(long offset, int size) {
    return offset != 0 && size >= 0;
  }

  /// Writes the row at the position of `target`, which moves behind it.
  public void write(ByteBuffer target, OffsetWidth width) {
    int at = target.position();
    target.putLong(at, id.value());
    width.write(target, at + Long.BYTES, offset);
    target.putInt(at + Long.BYTES + width.bytes(), size);
    target.position(at + width.rowBytes());
  }
}
