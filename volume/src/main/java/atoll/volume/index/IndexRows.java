package atoll.volume.index;

import atoll.kit.Check;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/// The whole rows in a buffer, read in place and without an object for each. A torn row at the end
/// is not counted. Confined to whoever owns the buffer, which must not move meanwhile.
public final class IndexRows {

  private final ByteBuffer source;
  private final OffsetWidth width;
  private final int start;
  private final int count;

  /// Views what remains in `source`, which is big-endian and whose position does not move.
  public IndexRows(ByteBuffer source, OffsetWidth width) {
    Check.that(source.order() == ByteOrder.BIG_ENDIAN, "index rows are read big-endian");
    this.source = source;
    this.width = width;
    this.start = source.position();
    this.count = source.remaining() / width.rowBytes();
  }

  public int count() {
    return count;
  }

  /// Bytes behind the last whole row.
  public int tornBytes() {
    return source.limit() - start - count * width.rowBytes();
  }

  /// The needle id of a row, unsigned.
  public long id(int row) {
    return source.getLong(at(row));
  }

  /// In bytes.
  public long offset(int row) {
    return width.read(source, at(row) + Long.BYTES);
  }

  public int size(int row) {
    return source.getInt(at(row) + Long.BYTES + width.bytes());
  }

  /// Whether the row makes its needle live, see [IndexRow#isLive].
  public boolean isLive(int row) {
    return IndexRow.isLive(offset(row), size(row));
  }

  public IndexRow row(int row) {
    return new IndexRow(new NeedleId(id(row)), offset(row), size(row));
  }

  /// Where the row of `id` stands among rows in ascending order, as those of `.sdx`, `.cpx` and
  /// `.ecx` are: its number, or `-(insertion point) - 1`.
  public int find(NeedleId id) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(id(middle), id.value());
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /// Copies rows that enter needles in ascending order of id, up to the first that does not.
  ///
  /// @param most how many at most
  /// @param above the first id must be above this one
  /// @return how many
  int copyAscending(int from, int most, long above, RegionImage target) {
    target.reserve(target.count + most);
    int copied =
        width == OffsetWidth.FIVE
            ? copyWide(start + from * width.rowBytes(), most, above, target)
            : copyNarrow(start + from * width.rowBytes(), most, above, target);
    target.count += copied;
    return copied;
  }

  private int copyNarrow(int from, int most, long above, RegionImage target) {
    long[] ids = target.ids;
    long[] units = target.units;
    int[] sizes = target.sizes;
    ByteBuffer rows = source;
    long before = above + Long.MIN_VALUE;
    int at = from;
    int to = target.count;
    int end = to + most;
    for (; to < end; to++) {
      long id = rows.getLong(at);
      long rest = rows.getLong(at + Long.BYTES);
      long order = id + Long.MIN_VALUE;
      if (order <= before || (int) rest < 0 || rest >>> Integer.SIZE == 0) {
        break;
      }
      before = order;
      ids[to] = id;
      units[to] = rest >>> Integer.SIZE;
      sizes[to] = (int) rest;
      at += 2 * Long.BYTES;
    }
    return to - target.count;
  }

  private int copyWide(int from, int most, long above, RegionImage target) {
    long before = above;
    int at = from;
    int to = target.count;
    int end = to + most;
    for (; to < end; to++) {
      long id = source.getLong(at);
      long rest = source.getLong(at + Long.BYTES);
      long unit = rest >>> Integer.SIZE | ((rest >>> 24) & 0xFF) << Integer.SIZE;
      int size = (int) rest << 8 | (source.get(at + 2 * Long.BYTES) & 0xFF);
      if (Long.compareUnsigned(id, before) <= 0 || !IndexRow.isLive(unit, size)) {
        break;
      }
      target.ids[to] = id;
      target.units[to] = unit;
      target.sizes[to] = size;
      before = id;
      at += 2 * Long.BYTES + 1;
    }
    return to - target.count;
  }

  private int at(int row) {
    return start + Objects.checkIndex(row, count) * width.rowBytes();
  }
}
