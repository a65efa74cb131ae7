package atoll.volume.offline;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.BufferPool;
import atoll.volume.RecordProbe;
import atoll.volume.SavedRange;
import atoll.volume.StaleMaps;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.index.IndexRow;
import atoll.volume.needle.NeedleId;
import atoll.volume.superblock.SuperBlock;
import atoll.volume.vacuum.VacuumRepair;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Does what a [FixPlan] says. The caller holds the lock of the directory.
///
/// What is taken out of a file has been saved and synced before. A new index replaces the old one
/// in one step, before the data is cut; new data and index together are committed as a vacuum
/// commits, so that the next start, or the next run, finishes what a crash interrupted. Confined to
/// one run.
public final class VolumeFix {

  private static final int CHUNK_ROWS = 1 << 12;
  private static final long COPY_BYTES = 1 << 26;

  private final Survey survey;
  private final OfflineVolume volume;
  private final OfflineProgress progress;
  private final Disk disk;
  private final VolumePaths paths;
  private final List<String> done = new ArrayList<>();

  private VolumeFix(Survey survey, OfflineProgress progress) {
    this.survey = survey;
    this.volume = survey.volume();
    this.progress = progress;
    this.disk = volume.environment().disk();
    this.paths = volume.paths();
  }

  /// Mends a volume.
  ///
  /// @return what was done, a sentence each
  /// @throws AtollException as the disk does; run it again, which goes on from wherever it was
  public static List<String> run(Survey survey, FixPlan plan, OfflineProgress progress) {
    VolumeFix fix = new VolumeFix(survey, progress);
    switch (plan) {
      case FixPlan.Nothing _ -> {}
      case FixPlan.Refused(String why) -> throw new AtollException(Fault.CORRUPT, why);
      case FixPlan.RebuildIndex(long cutAt, long tail) -> fix.rebuild(cutAt, tail);
      case FixPlan.CopyRecords(List<DamagedRange> leftOut) -> fix.copy(leftOut);
    }
    return List.copyOf(fix.done);
  }

  // ---- the index alone ----

  private void rebuild(long cutAt, long tail) {
    Path hidden = VolumePaths.unpublished(paths.index());
    writeIndex(hidden, survey.damaged(), List.of());
    if (tail > 0) {
      Path saved =
          SavedRange.save(
              disk, volume.data(), VolumePaths.savedTail(paths.data(), cutAt), cutAt, tail);
      done.add("%d bytes of %s are kept in %s".formatted(tail, paths.data(), saved));
    }
    saveOldIndex();
    StaleMaps.remove(disk, paths);
    disk.rename(hidden, paths.index());
    sync(paths.index());
    done.add("%s was written anew".formatted(paths.index()));
    if (tail > 0) {
      try (DiskFile data = disk.open(paths.data(), OpenMode.WRITE)) {
        data.truncate(cutAt);
        data.syncData();
      }
      done.add("%s was cut at offset %d".formatted(paths.data(), cutAt));
    }
  }

  private void saveOldIndex() {
    if (disk.find(paths.index()).isEmpty()) {
      return;
    }
    try (DiskFile old = disk.open(paths.index(), OpenMode.READ)) {
      if (old.size() > 0) {
        Path saved =
            SavedRange.save(disk, old, VolumePaths.savedTail(paths.index(), 0), 0, old.size());
        done.add("the old index is kept in %s".formatted(saved));
      }
    }
  }

  // ---- data and index ----

  private void copy(List<DamagedRange> leftOut) {
    for (DamagedRange range : leftOut) {
      Path saved =
          SavedRange.save(
              disk,
              volume.data(),
              VolumePaths.savedTail(paths.data(), range.offset()),
              range.offset(),
              range.bytes());
      done.add("%d bytes of %s are kept in %s".formatted(range.bytes(), paths.data(), saved));
    }
    saveOldIndex();
    Path newData = paths.of(VolumeFile.COMPACTED_DATA);
    Path newIndex = paths.of(VolumeFile.COMPACTED_INDEX);
    writeData(newData, leftOut);
    writeIndex(newIndex, leftOut, leftOut);
    syncDirectories();
    Path marker = paths.of(VolumeFile.COMPACTION_COMMITTED);
    try (DiskFile file = disk.open(marker, OpenMode.CREATE)) {
      file.syncAll();
    }
    disk.syncDirectory(paths.dataDirectory());
    VacuumRepair.run(volume.environment(), paths);
    done.add(
        "%s and %s were written anew, revision %s"
            .formatted(paths.data(), paths.index(), volume.superBlock().nextRevision().revision()));
  }

  private void writeData(Path target, List<DamagedRange> leftOut) {
    disk.delete(target);
    DiskFile source = volume.data();
    long end = source.size();
    try (DiskFile copy = disk.open(target, OpenMode.CREATE_NEW);
        OfflineProgress.Work work = progress.begin("copying " + paths.data(), end)) {
      SuperBlock superBlock = volume.superBlock().nextRevision();
      ByteBuffer head = ByteBuffer.allocateDirect((int) superBlock.firstNeedleAt());
      superBlock.write(head);
      copy.append(head.clear());
      long to = superBlock.firstNeedleAt();
      long from = to;
      for (int next = 0; next <= leftOut.size(); next++) {
        long until = next < leftOut.size() ? leftOut.get(next).offset() : end;
        while (from < until) {
          long bytes = Math.min(COPY_BYTES, until - from);
          if (source.copyTo(copy, from, bytes, to) != bytes) {
            throw changed(from);
          }
          from += bytes;
          to += bytes;
          work.advance(bytes);
        }
        from = next < leftOut.size() ? leftOut.get(next).end() : end;
      }
      copy.syncAll();
    }
  }

  private AtollException changed(long offset) {
    return new AtollException(
        Fault.IO,
        "%s at offset %d changed while it was read; stop whoever writes it, and try again"
            .formatted(paths.data(), offset));
  }

  // ---- rows ----

  /// Writes a row for each whole record, in their order, then one for each deletion that has none.
  ///
  /// @param skipped where no record is read
  /// @param leftOut what the new data file has not, so that what follows moves down
  private void writeIndex(Path target, List<DamagedRange> skipped, List<DamagedRange> leftOut) {
    disk.delete(target);
    RecordProbe probe = volume.probe();
    long end = volume.dataBytes();
    try (DiskFile file = disk.open(target, OpenMode.CREATE_NEW);
        RowBuffer rows = new RowBuffer(file);
        RecordFold fold = new RecordFold(volume, survey.index());
        OfflineProgress.Work work = progress.begin("writing " + target, end)) {
      long at = volume.superBlock().firstNeedleAt();
      long moved = 0;
      int next = 0;
      while (at < end) {
        if (next < skipped.size() && skipped.get(next).offset() == at) {
          long bytes = skipped.get(next).bytes();
          moved += leftOut.isEmpty() ? 0 : bytes;
          at += bytes;
          work.advance(bytes);
          next++;
          continue;
        }
        RecordProbe.Found record = probe.at(at, end);
        if (record == null) {
          record = probe.emptyAt(at, end);
        }
        if (record == null) {
          throw changed(at);
        }
        IndexRow row = fold.enter(record);
        rows.add(new IndexRow(row.id(), row.offset() - moved, row.size()));
        at = record.end();
        work.advance(record.bytes());
      }
      for (Long id : survey.withdrawn()) {
        rows.add(IndexRow.tombstone(new NeedleId(id), 0));
      }
      rows.flush();
      file.syncAll();
    }
  }

  /// Rows on their way to a file.
  private final class RowBuffer implements AutoCloseable {

    private final DiskFile file;
    private final BufferPool.Lease lease;

    RowBuffer(DiskFile file) {
      this.file = file;
      this.lease = volume.environment().buffers().take(CHUNK_ROWS * volume.width().rowBytes());
    }

    void add(IndexRow row) {
      if (!lease.buffer().hasRemaining()) {
        flush();
      }
      row.write(lease.buffer(), volume.width());
    }

    void flush() {
      if (lease.buffer().flip().hasRemaining()) {
        file.append(lease.buffer());
      }
      lease.buffer().clear().limit(CHUNK_ROWS * volume.width().rowBytes());
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  private void sync(Path file) {
    Path directory = file.getParent();
    if (directory != null) {
      disk.syncDirectory(directory);
    }
  }

  private void syncDirectories() {
    disk.syncDirectory(paths.dataDirectory());
    sync(paths.index());
  }
}
