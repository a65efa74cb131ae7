package atoll.volume.index;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of an index file in order of id, with memory that does not grow with the file: some
/// rows at a time are sorted and laid down as a run in a file of index rows, and runs are merged as
/// they are read back, some at a time too. A few rows are sorted in memory alone.
///
/// Confined to one merge, whose cursors end with [#close()].
final class RowRuns implements AutoCloseable {

  /// Rows sorted at a time: about 15 MiB with their copy and what sorts them.
  static final int CHUNK_ROWS = 1 << 18;

  /// Runs merged at a time: about 4 MiB of buffers.
  static final int RUNS_MERGED = 64;

  private record Run(long from, long to, long highestId) {}

  private final Disk disk;
  private final Path spillPath;
  private final OffsetWidth width;
  private final int chunkRows;
  private final int runsMerged;
  private @Nullable DiskFile spill;
  private List<Run> runs = new ArrayList<>();

  /// @param spillPath of the file of runs, which is there until [#close()]; one that a crash left
  ///   is overwritten
  RowRuns(Disk disk, Path spillPath, OffsetWidth width, int chunkRows, int runsMerged) {
    this.disk = disk;
    this.spillPath = spillPath;
    this.width = width;
    this.chunkRows = chunkRows;
    this.runsMerged = runsMerged;
  }

  /// The rows between two offsets of an index file, sorted.
  RowCursor sort(DiskFile index, long from, long to) {
    long rows = (to - from) / width.rowBytes();
    int capacity = (int) Math.min(rows, chunkRows);
    RegionImage chunk = new RegionImage(capacity);
    RegionImage spare = new RegionImage(capacity);
    RowSort sorting = new RowSort();
    FileCursor source = new FileCursor(index, width, from, to);
    while (fill(chunk, source)) {
      RegionImage sorted = sorting.sort(chunk, spare);
      if (rows <= chunkRows) {
        return new ImageCursor(sorted);
      }
      lay(sorted);
      chunk.clear();
      spare.clear();
    }
    while (runs.size() > runsMerged) {
      mergeSome();
    }
    return merged(runs);
  }

  private boolean fill(RegionImage chunk, FileCursor source) {
    while (chunk.count < chunkRows && source.next()) {
      chunk.add(source.id(), source.unit(), source.size());
    }
    return chunk.count > 0;
  }

  /// Lays down a run, or lengthens the last one where ids ascend from there.
  private void lay(RegionImage sorted) {
    DiskFile file = spillFile();
    long from = file.size();
    append(file, new ImageCursor(sorted));
    long highest = sorted.ids[sorted.count - 1];
    if (!runs.isEmpty() && Long.compareUnsigned(runs.getLast().highestId, sorted.ids[0]) < 0) {
      runs.set(runs.size() - 1, new Run(runs.getLast().from, file.size(), highest));
    } else {
      runs.add(new Run(from, file.size(), highest));
    }
  }

  /// Makes fewer and longer runs, each of neighbours, so that rows of one id keep their order.
  private void mergeSome() {
    DiskFile file = spillFile();
    List<Run> longer = new ArrayList<>();
    for (int first = 0; first < runs.size(); first += runsMerged) {
      List<Run> some = runs.subList(first, Math.min(first + runsMerged, runs.size()));
      long from = file.size();
      append(file, merged(some));
      longer.add(new Run(from, file.size(), some.getLast().highestId));
    }
    runs = longer;
  }

  private void append(DiskFile file, RowCursor rows) {
    RowAppender appender = new RowAppender(file, width);
    while (rows.next()) {
      appender.add(rows.id(), rows.unit(), rows.size());
    }
    appender.flush();
  }

  private RowCursor merged(List<Run> some) {
    List<RowCursor> sources = new ArrayList<>();
    for (Run run : some) {
      sources.add(new FileCursor(spillFile(), width, run.from, run.to));
    }
    return sources.size() == 1 ? sources.getFirst() : new MergedCursor(sources);
  }

  private DiskFile spillFile() {
    DiskFile file = spill;
    if (file == null) {
      file = disk.open(spillPath, OpenMode.CREATE);
      spill = file;
      file.truncate(0);
    }
    return file;
  }

  @Override
  public void close() {
    if (spill != null) {
      spill.close();
      disk.delete(spillPath);
    }
  }
}
