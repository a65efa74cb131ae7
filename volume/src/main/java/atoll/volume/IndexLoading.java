package atoll.volume;

import atoll.kit.disk.DiskFile;
import atoll.volume.index.BulkLoad;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads an index file, in bounded chunks, notes what says whether it fits its data file, and gives
/// the volume its needle map.
///
/// @param map what the rows add up to
/// @param counters likewise
/// @param rows how many whole rows there are
/// @param tornBytes what stands behind the last whole row
/// @param last the row whose record lies last in the data file; null if no row has a record
/// @param reachesBytes how far the records of the rows reach into the data file
record IndexLoading(
    NeedleMap map,
    VolumeCounters counters,
    long rows,
    int tornBytes,
    @Nullable IndexRow last,
    long reachesBytes) {

  /// As much as stays in a processor's own cache while it is gone through twice.
  private static final int CHUNK_ROWS = 1 << 14;

  static IndexLoading load(
      MapOpening opening, DiskFile index, OffsetWidth width, NeedleFormat format, MapForm form) {
    Furthest furthest = new Furthest(format);
    if (form != MapForm.MEMORY) {
      Extent extent = read(opening.buffers(), index, width, furthest::see);
      MapOpening.Opened opened = opening.onDisk(index, extent.rows * width.rowBytes(), form);
      if (opened != null) {
        return of(opened.map(), opened.counters(), extent, furthest);
      }
    }
    return inMemory(opening, index, width, new Furthest(format));
  }

  private static IndexLoading inMemory(
      MapOpening opening, DiskFile index, OffsetWidth width, Furthest furthest) {
    MemoryNeedleMap map = new MemoryNeedleMap(opening.memory(), width.bytes());
    boolean loaded = false;
    try (BulkLoad bulk = opening.bulkLoad(map, index.size() / width.rowBytes())) {
      Extent extent =
          read(
              opening.buffers(),
              index,
              width,
              part -> {
                bulk.enter(part);
                furthest.see(part);
              });
      VolumeCounters counters = VolumeCounters.of(bulk.finish());
      loaded = true;
      return of(map, counters, extent, furthest);
    } finally {
      if (!loaded) {
        map.close();
      }
    }
  }

  private static IndexLoading of(
      NeedleMap map, VolumeCounters counters, Extent extent, Furthest furthest) {
    return new IndexLoading(
        map, counters, extent.rows, extent.tornBytes, furthest.last(), furthest.reaches());
  }

  /// How much of an index file was read.
  private record Extent(long rows, int tornBytes) {}

  private static Extent read(
      BufferPool buffers, DiskFile index, OffsetWidth width, Consumer<IndexRows> eachPart) {
    int chunkBytes = CHUNK_ROWS * width.rowBytes();
    try (BufferPool.Lease lease = buffers.take(chunkBytes)) {
      long rows = 0;
      while (true) {
        ByteBuffer chunk = lease.buffer().clear().limit(chunkBytes);
        index.readAt(rows * width.rowBytes(), chunk);
        IndexRows part = new IndexRows(chunk.flip(), width);
        eachPart.accept(part);
        rows += part.count();
        if (part.count() < CHUNK_ROWS) {
          return new Extent(rows, part.tornBytes());
        }
      }
    }
  }

  /// Finds the furthest record. Confined to one load.
  private static final class Furthest {

    private final NeedleFormat format;
    private long offset;
    private long id;
    private int size;
    private long widestAt;
    private int widestSize;

    Furthest(NeedleFormat format) {
      this.format = format;
    }

    void see(IndexRows part) {
      long lastAt = offset;
      int last = -1;
      long widest = widestAt + widestSize;
      for (int row = 0; row < part.count(); row++) {
        long at = part.offset(row);
        if (at == 0) {
          continue;
        }
        // As the last row of a needle is the one that counts, so is the last of an offset.
        if (at >= lastAt) {
          lastAt = at;
          last = row;
        }
        int stored = Math.max(0, part.size(row));
        if (at + stored > widest) {
          widest = at + stored;
          widestAt = at;
          widestSize = stored;
        }
      }
      if (last >= 0) {
        offset = lastAt;
        id = part.id(last);
        size = part.size(last);
      }
    }

    /// Records begin at multiples of 8 and are as long as their size and a constant, rounded up to
    /// that; so the sum of offset and size tells which one ends last.
    long reaches() {
      return widestAt == 0 ? 0 : widestAt + format.recordBytes(widestSize);
    }

    @Nullable IndexRow last() {
      return offset == 0 ? null : new IndexRow(new NeedleId(id), offset, size);
    }
  }
}
