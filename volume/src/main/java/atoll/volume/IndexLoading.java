package atoll.volume;

import atoll.kit.disk.DiskFile;
import atoll.volume.index.BulkLoad;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleMemory;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads an index file into a needle map, in bounded chunks, and notes what says whether it fits
/// its data file.
///
/// @param map what the rows add up to
/// @param counters likewise
/// @param rows how many whole rows there are
/// @param tornBytes what stands behind the last whole row
/// @param last the row whose record lies last in the data file; null if no row has a record
/// @param reachesBytes how far the records of the rows reach into the data file
record IndexLoading(
    MemoryNeedleMap map,
    VolumeCounters counters,
    long rows,
    int tornBytes,
    @Nullable IndexRow last,
    long reachesBytes) {

  private static final int CHUNK_ROWS = 1 << 16;

  static IndexLoading load(
      DiskFile index,
      OffsetWidth width,
      NeedleFormat format,
      NeedleMemory memory,
      BufferPool buffers) {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, width.bytes());
    boolean loaded = false;
    try (BufferPool.Lease lease = buffers.take(CHUNK_ROWS * width.rowBytes());
        BulkLoad bulk = new BulkLoad(map, memory, index.size() / width.rowBytes())) {
      Furthest furthest = new Furthest(format);
      long rows = 0;
      int torn;
      while (true) {
        ByteBuffer chunk = lease.buffer().clear().limit(CHUNK_ROWS * width.rowBytes());
        index.readAt(rows * width.rowBytes(), chunk);
        IndexRows part = new IndexRows(chunk.flip(), width);
        bulk.enter(part);
        furthest.see(part);
        rows += part.count();
        torn = part.tornBytes();
        if (part.count() < CHUNK_ROWS) {
          break;
        }
      }
      VolumeCounters counters = VolumeCounters.of(bulk.finish());
      loaded = true;
      return new IndexLoading(map, counters, rows, torn, furthest.last(), furthest.reaches);
    } finally {
      if (!loaded) {
        map.close();
      }
    }
  }

  /// Finds the furthest record. Confined to one load.
  private static final class Furthest {

    private final NeedleFormat format;
    private long offset;
    private long id;
    private int size;
    private long reaches;

    Furthest(NeedleFormat format) {
      this.format = format;
    }

    void see(IndexRows part) {
      for (int row = 0; row < part.count(); row++) {
        long at = part.offset(row);
        if (at == 0) {
          continue;
        }
        int rowSize = part.size(row);
        // As the last row of a needle is the one that counts, so is the last of an offset.
        if (at >= offset) {
          offset = at;
          id = part.id(row);
          size = rowSize;
        }
        reaches = Math.max(reaches, at + format.recordBytes(Math.max(0, rowSize)));
      }
    }

    @Nullable IndexRow last() {
      return offset == 0 ? null : new IndexRow(new NeedleId(id), offset, size);
    }
  }
}
