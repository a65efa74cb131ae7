package atoll.volume;

import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleId;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Restores the first rows of an index that deletions overwrote. Some releases of SeaweedFS wrote
/// the deletions of a volume that was marked read-only, or lay in remote storage, to the beginning
/// of its index instead of its end:
///
/// ```
///   was     put 1 | put 2 | put 3 | put 4 | ...
///   is      del 9 | del 7 | put 3 | put 4 | ...      N deletions without a tombstone
///   becomes put 1 | put 2 | del 9 | del 7 | put 3 | put 4 | ...
/// ```
///
/// A sound index never begins so. Its first N rows were those of the first N records: those of
/// which no row speaks any more are put in front, and every row stays.
final class IndexHead {

  /// More deletions than this are not looked behind.
  private static final int ROWS_MAX = 1 << 20;

  private static final int CHUNK_ROWS = 1 << 12;

  private final VolumeEnvironment environment;
  private final Disk disk;
  private final Path index;
  private final OffsetWidth width;

  private IndexHead(VolumeEnvironment environment, Path index, OffsetWidth width) {
    this.environment = environment;
    this.disk = environment.disk();
    this.index = index;
    this.width = width;
  }

  /// Restores what was overwritten, in one step.
  ///
  /// @return what was done, as a sentence; empty if there was nothing to do
  static Optional<String> mend(
      VolumeEnvironment environment,
      VolumePaths paths,
      DiskFile data,
      SuperBlock superBlock,
      OffsetWidth width) {
    if (environment.disk().find(paths.index()).isEmpty()) {
      return Optional.empty();
    }
    IndexHead head = new IndexHead(environment, paths.index(), width);
    Map<NeedleId, IndexRow> lost = head.lost(data, superBlock);
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    StaleMaps.remove(environment.disk(), paths);
    head.prepend(lost);
    return Optional.of(
        "%d rows at the beginning of %s, which deletions had overwritten, were restored"
            .formatted(lost.size(), paths.index()));
  }

  private Map<NeedleId, IndexRow> lost(DiskFile data, SuperBlock superBlock) {
    int[] overwritten = {0};
    forEachRow(row -> {
      boolean isDeletion = row.offset() == 0 && row.size() == IndexRow.TOMBSTONE;
      overwritten[0] += isDeletion ? 1 : 0;
      return isDeletion && overwritten[0] < ROWS_MAX;
    });
    if (overwritten[0] == 0) {
      return Map.of();
    }
    Map<NeedleId, IndexRow> candidates = firstNeedles(data, superBlock, overwritten[0]);
    forEachRow(row -> {
      candidates.remove(row.id());
      return !candidates.isEmpty();
    });
    return candidates;
  }

  /// What the first records put and did not delete again, in their order.
  private Map<NeedleId, IndexRow> firstNeedles(DiskFile data, SuperBlock superBlock, int records) {
    RecordProbe probe =
        new RecordProbe(data, superBlock.version().needles(), environment.buffers());
    Map<NeedleId, IndexRow> needles = new LinkedHashMap<>();
    long end = data.size();
    long at = superBlock.firstNeedleAt();
    for (int seen = 0; seen < records && at < end; seen++) {
      RecordProbe.Found record = probe.at(at, end);
      if (record == null) {
        break;
      }
      NeedleId id = record.meta().key().id();
      needles.remove(id);
      if (record.size() > 0) {
        needles.put(id, new IndexRow(id, at, record.size()));
      }
      at = record.end();
    }
    return needles;
  }

  private void forEachRow(Predicate<IndexRow> goesOn) {
    int chunkBytes = CHUNK_ROWS * width.rowBytes();
    try (DiskFile file = disk.open(index, OpenMode.READ);
        BufferPool.Lease lease = environment.buffers().take(chunkBytes)) {
      for (long at = 0; at < file.size(); at += chunkBytes) {
        ByteBuffer chunk = lease.buffer().clear().limit(chunkBytes);
        file.readAt(at, chunk);
        IndexRows rows = new IndexRows(chunk.flip(), width);
        for (int row = 0; row < rows.count(); row++) {
          if (!goesOn.test(rows.row(row))) {
            return;
          }
        }
      }
    }
  }

  private void prepend(Map<NeedleId, IndexRow> lost) {
    Path hidden = VolumePaths.unpublished(index);
    disk.delete(hidden);
    try (DiskFile old = disk.open(index, OpenMode.READ);
        DiskFile fresh = disk.open(hidden, OpenMode.CREATE_NEW)) {
      ByteBuffer rows = ByteBuffer.allocateDirect(lost.size() * width.rowBytes());
      lost.values().forEach(row -> row.write(rows, width));
      fresh.append(rows.flip());
      old.copyTo(fresh, 0, old.size(), fresh.size());
      fresh.syncAll();
    }
    disk.rename(hidden, index);
    Path directory = index.getParent();
    if (directory != null) {
      disk.syncDirectory(directory);
    }
  }
}
