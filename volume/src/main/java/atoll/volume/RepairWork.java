package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.IndexRow;
import atoll.volume.index.IndexRows;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Checksum;
import atoll.volume.needle.NeedleId;
import atoll.volume.repair.IndexRepair;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Does what an [IndexRepair] says. A crash at any point leaves something that the next load mends:
/// what is cut has been saved and synced before. Confined to one load.
final class RepairWork {

  private static final int CHUNK_ROWS = 1 << 12;

  private final VolumeEnvironment environment;
  private final Disk disk;
  private final VolumeFiles files;
  private final IndexLoading rows;
  private final Examination found;

  RepairWork(
      VolumeEnvironment environment, VolumeFiles files, IndexLoading rows, Examination found) {
    this.environment = environment;
    this.disk = environment.disk();
    this.files = files;
    this.rows = rows;
    this.found = found;
  }

  /// Does it.
  ///
  /// @return what was done, as a sentence
  String run(IndexRepair repair) {
    String saved =
        switch (repair.data()) {
          case KEEP -> "";
          case CUT_TAIL -> cutTail();
        };
    long added =
        switch (repair.index()) {
          case KEEP -> 0;
          case CUT -> cutTornRow();
          case ADD -> addRows();
          case REWRITE -> rewrite();
        };
    return found.why() + (added > 0 ? "; " + added + " rows were added" : "") + saved;
  }

  private String cutTail() {
    DiskFile data = files.data();
    Path saved = save(data, found.recordsEnd(), found.dataBytes() - found.recordsEnd());
    data.truncate(found.recordsEnd());
    data.syncData();
    return "; %d bytes were cut off and saved in %s"
        .formatted(found.dataBytes() - found.recordsEnd(), saved);
  }

  private Path save(DiskFile file, long offset, long bytes) {
    return SavedRange.save(disk, file, VolumePaths.savedTail(file.path(), offset), offset, bytes);
  }

  private long cutTornRow() {
    files.index().truncate(rows.rows() * files.width().rowBytes());
    files.index().syncData();
    return 0;
  }

  private long addRows() {
    cutTornRow();
    long added = appendFound(files.index());
    files.index().syncData();
    return added;
  }

  private long rewrite() {
    Path index = files.index().path();
    Path hidden = VolumePaths.unpublished(index);
    disk.delete(hidden);
    long added;
    try (DiskFile target = disk.open(hidden, OpenMode.CREATE_NEW)) {
      copyKept(target);
      added = appendFound(target);
      target.syncAll();
    }
    if (rows.rows() > 0) {
      save(files.index(), 0, files.index().size());
    }
    disk.rename(hidden, index);
    sync(index);
    return added;
  }

  /// The rows of records that are there, and those that never had one.
  private void copyKept(DiskFile target) {
    OffsetWidth width = files.width();
    int rowBytes = width.rowBytes();
    try (BufferPool.Lease from = environment.buffers().take(CHUNK_ROWS * rowBytes);
        BufferPool.Lease to = environment.buffers().take(CHUNK_ROWS * rowBytes)) {
      for (long first = 0; first < rows.rows(); first += CHUNK_ROWS) {
        ByteBuffer chunk = from.buffer().clear();
        chunk.limit((int) Math.min(CHUNK_ROWS, rows.rows() - first) * rowBytes);
        files.index().readAt(first * rowBytes, chunk);
        IndexRows part = new IndexRows(chunk.flip(), width);
        ByteBuffer kept = to.buffer().clear();
        for (int row = 0; row < part.count(); row++) {
          if (part.offset(row) < found.indexedEnd()) {
            part.row(row).write(kept, width);
          }
        }
        if (kept.flip().hasRemaining()) {
          target.append(kept);
        }
      }
    }
  }

  /// Rows for the records that have none, in the order of the file.
  private long appendFound(DiskFile target) {
    OffsetWidth width = files.width();
    long[] added = {0};
    try (BufferPool.Lease lease = environment.buffers().take(CHUNK_ROWS * width.rowBytes())) {
      ByteBuffer waiting = lease.buffer().clear().limit(CHUNK_ROWS * width.rowBytes());
      forEachFound(row -> {
        row.write(waiting, width);
        added[0]++;
        if (!waiting.hasRemaining()) {
          target.append(waiting.flip());
          waiting.clear().limit(CHUNK_ROWS * width.rowBytes());
        }
      });
      if (waiting.flip().hasRemaining()) {
        target.append(waiting);
      }
    }
    return added[0];
  }

  /// Enters the records that have no row in the map alone, of a volume that must not be changed.
  ///
  /// @return the counters with them
  VolumeCounters enterFound(VolumeCounters before) {
    VolumeCounters[] counters = {before};
    forEachFound(row -> counters[0] = count(counters[0], row));
    return counters[0];
  }

  private VolumeCounters count(VolumeCounters counters, IndexRow row) {
    NeedleLocation old = files.map().find(row.id().value());
    int size = old == null ? 0 : Math.abs(old.size());
    return row.isLive() ? counters.put(row.id().value(), row.size(), 0) : counters.delete(size);
  }

  /// What to do with a row.
  private interface RowConsumer {
    void accept(IndexRow row);
  }

  private void forEachFound(RowConsumer consumer) {
    RecordProbe probe = new RecordProbe(files.data(), files.format(), environment.buffers());
    long at = found.indexedEnd();
    while (at < found.recordsEnd()) {
      RecordProbe.Found record = probe.at(at, found.recordsEnd());
      if (record == null) {
        throw new AtollException(
            Fault.IO, files.place(at) + " changed while it was read; load it again");
      }
      consumer.accept(enter(files.map(), record));
      at = record.end();
    }
  }

  /// The row of a record. An empty record is a tombstone if it carries a checksum, which an empty
  /// needle has none of, or if there is something for it to delete.
  private static IndexRow enter(NeedleMap map, RecordProbe.Found record) {
    NeedleId id = record.meta().key().id();
    NeedleLocation old = map.find(id.value());
    boolean isLive = old != null && !old.isDeleted();
    boolean deletes =
        record.size() == 0 && (isLive || !record.meta().checksum().equals(Checksum.EMPTY));
    if (deletes) {
      map.delete(id.value());
      return IndexRow.tombstone(id, record.offset());
    }
    map.put(id.value(), new NeedleLocation(record.offset(), record.size()));
    return new IndexRow(id, record.offset(), record.size());
  }

  private void sync(Path file) {
    Path directory = file.getParent();
    if (directory != null) {
      disk.syncDirectory(directory);
    }
  }
}
