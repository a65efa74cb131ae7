package atoll.bench.volume;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.BulkLoad;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.MemoryNeedleMap;
import atoll.volume.index.NeedleMemory;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// An index file of ten million needles, 4-byte offsets. Immutable.
///
/// @param random whether ids are drawn at random or ascend one by one
record IndexSample(Disk disk, Path path, boolean random) {

  static final int ROWS = 10_000_000;

  private static final OffsetWidth WIDTH = OffsetWidth.FOUR;
  private static final int CHUNK_BYTES = (1 << 14) * WIDTH.rowBytes();

  String ids() {
    return random ? "random ids" : "dense ids";
  }

  /// The id of the needle that was entered so many needles after the first.
  long id(long number) {
    if (!random) {
      return number + 1;
    }
    long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  void write() {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try (DiskFile file = disk.open(path, OpenMode.CREATE_NEW)) {
      for (long number = 0; number < ROWS; number++) {
        new IndexRow(new NeedleId(id(number)), 8 + number * 16, 1 + (int) (number & 1023))
            .write(chunk, WIDTH);
        if (!chunk.hasRemaining()) {
          file.append(chunk.flip());
          chunk.clear();
        }
      }
      file.append(chunk.flip());
    }
  }

  private void read(Consumer<IndexRows> eachChunk) {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try (DiskFile file = disk.open(path, OpenMode.READ)) {
      long at = 0;
      while (file.readAt(at, chunk.clear()) > 0) {
        at += chunk.flip().remaining();
        eachChunk.accept(new IndexRows(chunk, WIDTH));
      }
    }
  }

  /// Reads all rows and adds up all their fields.
  long sum() {
    long[] sum = {0};
    read(rows -> {
      long some = 0;
      for (int row = 0; row < rows.count(); row++) {
        some += rows.id(row) + rows.offset(row) + rows.size(row);
      }
      sum[0] += some;
    });
    return sum[0];
  }

  /// @param work what gets memory ready meanwhile
  MemoryNeedleMap load(NeedleMemory memory, Executor work) {
    MemoryNeedleMap map = new MemoryNeedleMap(memory, WIDTH.bytes());
    try (BulkLoad load = new BulkLoad(map, memory, ROWS, work)) {
      read(load::enter);
      load.finish();
    }
    return map;
  }
}
