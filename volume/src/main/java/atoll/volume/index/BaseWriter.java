package atoll.volume.index;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the file of a [DiskNeedleMap] from the one before and the index rows since, in one step
/// and with memory that grows with neither. Confined to one merge.
final class BaseWriter {

  private final OffsetWidth width;
  private final DiskFile file;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BaseBlock.BYTES);
  private long needles;
  private int blocks;
  private int rows;

  private BaseWriter(DiskFile file, OffsetWidth width) {
    this.file = file;
    this.width = width;
  }

  /// Publishes a new file. What it stands on in the index is made durable first, so that a crash
  /// never leaves it ahead of the index.
  ///
  /// @param old null to read the whole index
  /// @param indexEnd everything before this offset of the index is settled
  /// @param sum of the index
  static void make(
      Disk disk,
      Path path,
      @Nullable DiskBase old,
      DiskFile index,
      long indexEnd,
      IndexSum sum,
      OffsetWidth width) {
    index.syncData();
    Path hidden = path.resolveSibling(path.getFileName() + ".tmp");
    Path spill = path.resolveSibling(path.getFileName() + ".runs.tmp");
    RowCounters counters = new RowCounters();
    RowCursor settled = RowCursor.NONE;
    long from = 0;
    if (old != null) {
      counters = old.header().counters().copy();
      settled = old.rows();
      from = old.header().indexBytes();
    }
    disk.delete(hidden);
    try (RowRuns runs = new RowRuns(disk, spill, width, RowRuns.CHUNK_ROWS, RowRuns.RUNS_MERGED);
        DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      BaseWriter writer = new BaseWriter(file, width);
      writer.reserveHeader();
      RowFold.fold(settled, runs.sort(index, from, indexEnd), counters, writer::add);
      writer.finish(indexEnd, sum.to(indexEnd), counters);
      file.syncData();
    }
    disk.rename(hidden, path);
    disk.syncDirectory(Objects.requireNonNull(path.getParent(), "a file has a directory"));
  }

  private void reserveHeader() {
    file.append(ByteBuffer.allocateDirect(BaseBlock.BYTES));
  }

  private void add(long id, long unit, int size) {
    block.putLong(id);
    int at = block.position();
    width.write(block, at, unit << 3);
    block.position(at + width.bytes()).putInt(size);
    needles++;
    rows++;
    if (rows == BaseBlock.capacity(width)) {
      flush();
    }
  }

  private void flush() {
    BaseBlock.seal(block, blocks, rows);
    file.append(block);
    block.clear();
    blocks++;
    rows = 0;
  }

  private void finish(long indexEnd, int indexSum, RowCounters counters) {
    if (rows > 0) {
      flush();
    }
    new BaseHeader(width, needles, indexEnd, indexSum, counters).write(block);
    file.writeAt(0, block);
  }
}
