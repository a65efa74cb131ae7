package atoll.volume.offline;

import atoll.kit.disk.DiskFile;
import atoll.volume.BufferPool;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.OffsetWidth;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the index file of a volume says, before anybody has looked at the data. Confined to one
/// survey; close it.
final class IndexTable implements AutoCloseable {

  private static final int CHUNK_ROWS = 1 << 12;

  private final OfflineVolume volume;
  private final @Nullable DiskFile file;
  private final NeedleMap map;

  /// Needles whose last row is a deletion without a tombstone.
  private final Set<Long> deletedElsewhere = new HashSet<>();

  /// Offsets of rows of empty needles.
  private final Set<Long> emptyNeedles = new HashSet<>();

  private long rows;
  private long headRows;
  private int tornBytes;
  private @Nullable NeedleMap byOffset;
  private long[] offsets = {};

  /// Sees rows in the order of the file, counted from 0.
  interface RowVisitor {
    void visit(long number, IndexRow row);
  }

  private IndexTable(OfflineVolume volume, @Nullable DiskFile file) {
    this.volume = volume;
    this.file = file;
    this.map = newMap(volume);
  }

  static IndexTable read(OfflineVolume volume, OfflineProgress progress) {
    IndexTable table = new IndexTable(volume, volume.openIndex());
    boolean read = false;
    try {
      table.load(progress);
      read = true;
      return table;
    } finally {
      if (!read) {
        table.close();
      }
    }
  }

  private static NeedleMap newMap(OfflineVolume volume) {
    return new MemoryNeedleMap(volume.environment().memory(), volume.width().bytes());
  }

  private void load(OfflineProgress progress) {
    boolean[] head = {true};
    forEachRow(
        progress,
        "reading " + volume.paths().index(),
        (_, row) -> {
          rows++;
          head[0] &= row.offset() == 0 && row.size() == IndexRow.TOMBSTONE;
          headRows += head[0] ? 1 : 0;
          enter(row);
        });
    tornBytes = file == null ? 0 : (int) (file.size() % volume.width().rowBytes());
  }

  private void enter(IndexRow row) {
    long id = row.id().value();
    if (row.isLive()) {
      map.put(id, new NeedleLocation(row.offset(), row.size()));
      deletedElsewhere.remove(id);
      if (row.size() == 0) {
        emptyNeedles.add(row.offset());
      }
      return;
    }
    map.delete(id);
    if (row.offset() == 0) {
      deletedElsewhere.add(id);
    } else {
      deletedElsewhere.remove(id);
    }
  }

  /// Goes through the file once more.
  void forEachRow(OfflineProgress progress, String what, RowVisitor visitor) {
    DiskFile index = file;
    if (index == null) {
      return;
    }
    OffsetWidth width = volume.width();
    int chunkBytes = CHUNK_ROWS * width.rowBytes();
    long all = index.size() / width.rowBytes();
    try (OfflineProgress.Work work = progress.begin(what, all * width.rowBytes());
        BufferPool.Lease lease = volume.environment().buffers().take(chunkBytes)) {
      for (long first = 0; first < all; first += CHUNK_ROWS) {
        ByteBuffer chunk = lease.buffer().clear();
        chunk.limit((int) Math.min(CHUNK_ROWS, all - first) * width.rowBytes());
        work.advance(index.readAt(first * width.rowBytes(), chunk));
        IndexRows part = new IndexRows(chunk.flip(), width);
        for (int row = 0; row < part.count(); row++) {
          visitor.visit(first + row, part.row(row));
        }
      }
    }
  }

  boolean isThere() {
    return file != null;
  }

  long rows() {
    return rows;
  }

  /// How many deletions without a tombstone the file begins with.
  long headRows() {
    return headRows;
  }

  int tornBytes() {
    return tornBytes;
  }

  long bytes() {
    return file == null ? 0 : file.size();
  }

  NeedleMap map() {
    return map;
  }

  Set<Long> deletedElsewhere() {
    return deletedElsewhere;
  }

  /// Whether a record without data is an empty needle rather than a tombstone.
  boolean isEmptyNeedle(long offset) {
    return emptyNeedles.contains(offset);
  }

  // ---- by offset: needed where there is damage ----

  /// The size of the record that a row promises at an offset; below zero if none does.
  int sizeAt(long offset) {
    NeedleLocation found = byOffset().find(offset);
    return found == null ? -1 : found.size();
  }

  /// The first offset behind another at which a row promises a record; below zero if none does.
  long offsetBehind(long offset) {
    byOffset();
    int at = Arrays.binarySearch(offsets, offset + 1);
    int place = at < 0 ? -at - 1 : at;
    return place < offsets.length ? offsets[place] : -1;
  }

  private NeedleMap byOffset() {
    NeedleMap now = byOffset;
    if (now == null) {
      NeedleMap made = newMap(volume);
      byOffset = made;
      forEachRow(
          OfflineProgress.NONE,
          "",
          (_, row) -> {
            if (row.offset() != 0) {
              made.put(row.offset(), new NeedleLocation(row.offset(), Math.max(0, row.size())));
            }
          });
      offsets = new long[Math.toIntExact(made.count())];
      int[] filled = {0};
      made.visit((offset, _) -> offsets[filled[0]++] = offset);
      now = made;
    }
    return now;
  }

  @Override
  public void close() {
    map.close();
    NeedleMap more = byOffset;
    if (more != null) {
      more.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
