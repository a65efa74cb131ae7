package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskEntry;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// Makes a `.sdx` file, the live rows of an index file in ascending order of id, and tells whether
/// one still fits its index file. Confined to one load.
final class SortedFile {

  private final Disk disk;
  private final Path path;
  private final OffsetWidth width;

  SortedFile(Disk disk, Path path, OffsetWidth width) {
    this.disk = disk;
    this.path = path;
    this.width = width;
  }

  /// Whether the file was changed after the index, as the Go server asks too. Whoever deletes a
  /// needle changes the index first.
  boolean isFresh(DiskFile index) {
    Optional<DiskEntry> sorted = disk.find(path);
    Optional<DiskEntry> log = disk.find(index.path());
    return sorted.isPresent()
        && log.isPresent()
        && sorted.get().modified().isAfter(log.get().modified())
        && sorted.get().sizeBytes() % width.rowBytes() == 0;
  }

  /// Makes or replaces the file in one step.
  ///
  /// @return what the rows of the index add up to
  RowCounters build(DiskFile index) {
    Path hidden = beside(".tmp");
    RowCounters counters;
    disk.delete(hidden);
    try (DiskFile file = disk.open(hidden, OpenMode.CREATE_NEW)) {
      RowAppender appender = new RowAppender(file, width);
      counters =
          fold(
              index,
              (id, unit, size) -> {
                if (size >= 0) {
                  appender.add(id, unit, size);
                }
              });
      appender.flush();
      file.syncData();
    }
    disk.rename(hidden, path);
    disk.syncDirectory(Objects.requireNonNull(path.getParent(), "a file has a directory"));
    return counters;
  }

  /// What the rows of the index add up to.
  RowCounters countersOf(DiskFile index) {
    return fold(index, (_, _, _) -> {});
  }

  private RowCounters fold(DiskFile index, RowFold.Sink sink) {
    RowCounters counters = new RowCounters();
    try (RowRuns runs =
        new RowRuns(disk, beside(".runs.tmp"), width, RowRuns.CHUNK_ROWS, RowRuns.RUNS_MERGED)) {
      RowFold.fold(RowCursor.NONE, runs.sort(index, 0, wholeRows(index)), counters, sink);
    }
    return counters;
  }

  private Path beside(String end) {
    return path.resolveSibling(path.getFileName() + end);
  }

  private long wholeRows(DiskFile index) {
    return index.size() / width.rowBytes() * width.rowBytes();
  }

  /// How many rows at the end of the index file delete, one after the other; those that a volume
  /// has been given since its `.sdx` was made are among them.
  ///
  /// @param max counting ends here
  int deletionsAtEnd(DiskFile index, int max) {
    ByteBuffer one = ByteBuffer.allocateDirect(width.rowBytes());
    int deletions = 0;
    for (long at = wholeRows(index) - width.rowBytes(); at >= 0; at -= width.rowBytes()) {
      if (deletions == max || read(index, at, one).isLive(0)) {
        break;
      }
      deletions++;
    }
    return deletions;
  }

  /// The id of the row so many before the end of the index file.
  NeedleId idBeforeEnd(DiskFile index, int rows) {
    long at = wholeRows(index) - (long) rows * width.rowBytes();
    return read(index, at, ByteBuffer.allocateDirect(width.rowBytes())).row(0).id();
  }

  private IndexRows read(DiskFile index, long at, ByteBuffer one) {
    index.readAt(at, one.clear());
    if (one.hasRemaining()) {
      throw new AtollException(
          Fault.CORRUPT, index.path() + " became shorter than " + (at + one.limit()));
    }
    return new IndexRows(one.flip(), width);
  }
}
