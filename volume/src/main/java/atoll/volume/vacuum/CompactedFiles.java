package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.BufferPool;
import atoll.volume.DataRoom;
import atoll.volume.NeedleMaps;
import atoll.volume.VolumeCounters;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeFiles;
import atoll.volume.VolumePaths;
import atoll.volume.files.VolumeFile;
import atoll.volume.files.VolumeName;
import atoll.volume.index.AscendingLookUp;
import atoll.volume.index.DiskNeedleMap;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleId;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The new files of a compaction and their map, while they are written. Records and rows both stand
/// in the order of the old data file, so that times of appending keep ascending along both.
///
/// The map is on disk whatever the volume is to have, so that memory does not grow with the index.
/// While what the volume holds is copied there is none yet; then it is made from the new index, and
/// the volume begins with it.
///
/// Confined to the step of the compaction that runs.
final class CompactedFiles implements AutoCloseable {

  private static final int DATA_BUFFER_BYTES = 1 << 20;
  private static final int ROWS_BUFFERED = 1 << 12;

  private final DiskFile data;
  private final DiskFile index;
  private final SuperBlock superBlock;
  private final OffsetWidth width;
  private final VolumeEnvironment environment;
  private final Path mapPath;
  private final BufferPool.Lease records;
  private final BufferPool.Lease rows;
  private final long unsyncedBytesMax;
  private long dataFlushed;
  private long unsyncedBytes;
  private long indexFlushed;
  private VolumeCounters counters = VolumeCounters.NONE;
  private boolean followsAppends;
  private @Nullable DiskNeedleMap map;
  private boolean handedOver;

  private CompactedFiles(
      VolumeEnvironment environment,
      VacuumLimits limits,
      VolumePaths paths,
      DiskFile data,
      DiskFile index,
      VolumeFiles old) {
    this.unsyncedBytesMax = limits.unsyncedBytesMax();
    this.data = data;
    this.index = index;
    this.superBlock = old.superBlock().nextRevision();
    this.width = old.width();
    this.environment = environment;
    this.mapPath = paths.of(VolumeFile.COMPACTED_MAP);
    this.records = environment.buffers().take(DATA_BUFFER_BYTES);
    this.rows = environment.buffers().take(ROWS_BUFFERED * width.rowBytes());
  }

  /// Makes both files, which must not be there.
  static CompactedFiles create(
      VolumeEnvironment environment, VacuumLimits limits, VolumePaths paths, VolumeFiles old) {
    Disk disk = environment.disk();
    DiskFile data = disk.open(paths.of(VolumeFile.COMPACTED_DATA), OpenMode.CREATE_NEW);
    DiskFile index;
    try {
      index = disk.open(paths.of(VolumeFile.COMPACTED_INDEX), OpenMode.CREATE_NEW);
    } catch (AtollException e) {
      data.close();
      throw e;
    }
    try {
      CompactedFiles files = new CompactedFiles(environment, limits, paths, data, index, old);
      files.begin(old.firstRecordAt());
      return files;
    } catch (AtollException e) {
      data.close();
      index.close();
      throw e;
    }
  }

  private void begin(long firstRecordAt) {
    ByteBuffer block = ByteBuffer.allocateDirect((int) firstRecordAt);
    superBlock.write(block);
    add(block.clear());
  }

  /// Asks the disk to keep room for so many bytes of data.
  void reserve(VolumeName name, long bytes) {
    DataRoom.keep(environment, name, data, width, bytes);
  }

  /// Where the next record begins.
  long dataEnd() {
    return dataFlushed + records.buffer().position();
  }

  /// Adds bytes of a record.
  void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      ByteBuffer buffer = records.buffer();
      if (!buffer.hasRemaining()) {
        flushRecords();
        syncSome();
      }
      int part = Math.min(buffer.remaining(), bytes.remaining());
      buffer.put(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
    }
  }

  /// Enters the needle whose record was added at `offset`.
  void enter(NeedleId id, long offset, int size) {
    NeedleLocation before =
        map == null ? null : map.put(id.value(), new NeedleLocation(offset, size));
    int replaced = before == null || before.isDeleted() ? 0 : before.size();
    row(new IndexRow(id, offset, size));
    boolean higher = Long.compareUnsigned(id.value(), counters.highestId()) > 0;
    counters =
        new VolumeCounters(
            counters.fileCount() + 1,
            counters.fileBytes() + size,
            counters.deletedCount() + (replaced > 0 ? 1 : 0),
            counters.deletedBytes() + replaced,
            higher ? id.value() : counters.highestId());
  }

  /// Deletes the needle whose tombstone was added at `offset`.
  void delete(NeedleId id, long offset) {
    NeedleLocation before = map == null ? null : map.delete(id.value());
    row(IndexRow.tombstone(id, offset));
    counters =
        new VolumeCounters(
            counters.fileCount(),
            counters.fileBytes(),
            counters.deletedCount() + 1,
            counters.deletedBytes() + (before == null ? 0 : before.size()),
            counters.highestId());
  }

  private void row(IndexRow row) {
    ByteBuffer buffer = rows.buffer();
    if (buffer.remaining() < width.rowBytes()) {
      flush();
    }
    row.write(buffer, width);
  }

  /// Where a needle lies; null before [#makeMap], for which each needle is entered once at most and
  /// none is deleted.
  @Nullable NeedleLocation find(long id) {
    return map == null ? null : map.find(id);
  }

  /// Makes the map from the rows so far, with memory that does not grow with them.
  ///
  /// @return for looking up all needles once
  AscendingLookUp makeMap() {
    flush();
    DiskNeedleMap made =
        DiskNeedleMap.open(
            environment.disk(),
            mapPath,
            index,
            indexFlushed,
            width,
            environment.memory(),
            environment.maps().changesMax());
    map = made;
    return made.ascending();
  }

  private DiskNeedleMap made() {
    return Objects.requireNonNull(map, "the map is made before the files are handed over");
  }

  /// Writes what is buffered; the records before the rows that lead to them.
  void flush() {
    flushRecords();
    ByteBuffer buffer = rows.buffer();
    if (buffer.flip().hasRemaining()) {
      indexFlushed += buffer.remaining();
      index.append(buffer);
    }
    buffer.clear().limit(ROWS_BUFFERED * width.rowBytes());
  }

  private void flushRecords() {
    ByteBuffer buffer = records.buffer();
    if (buffer.flip().hasRemaining()) {
      dataFlushed += buffer.remaining();
      unsyncedBytes += buffer.remaining();
      data.append(buffer);
    }
    buffer.clear().limit(DATA_BUFFER_BYTES);
  }

  /// Keeps what the disk still has to take so little that nobody else's sync has to wait for it.
  /// Rows are few beside their records.
  private void syncSome() {
    if (unsyncedBytes >= unsyncedBytesMax && !followsAppends) {
      data.syncData();
      unsyncedBytes = 0;
    }
  }

  /// From now on what is added is added by writers, who do not wait for syncs.
  void follow() {
    followsAppends = true;
  }

  /// Makes everything durable that was added so far.
  void sync() {
    flush();
    syncFiles();
    unsyncedBytes = 0;
  }

  /// Makes everything durable that was flushed; in any thread.
  void syncFiles() {
    data.syncData();
    index.syncData();
  }

  VolumeCounters counters() {
    return counters;
  }

  /// The files under their final names, ready to be served. Their owner is now the caller.
  VolumeFiles handOver(Disk disk, VolumePaths paths, long lastAppendedNanos) {
    if (environment.maps().kind() == NeedleMaps.Kind.DISK) {
      renameMap(paths);
    }
    VolumeFiles files =
        new VolumeFiles(
            paths,
            VolumeFiles.renamed(disk, paths.of(VolumeFile.DATA), data),
            VolumeFiles.renamed(disk, paths.of(VolumeFile.INDEX), index),
            superBlock,
            width,
            made());
    files.publish(dataFlushed, indexFlushed, lastAppendedNanos);
    handedOver = true;
    return files;
  }

  /// Under its old name the file would serve too, but the next start would make it anew.
  private void renameMap(VolumePaths paths) {
    try {
      made().moveTo(paths.of(VolumeFile.DISK_MAP));
    } catch (AtollException e) {
      environment.events().report(new VacuumEvent.LeftBehind(paths.name().toString(), e));
    }
  }

  @Override
  public void close() {
    records.close();
    rows.close();
    data.close();
    index.close();
    if (!handedOver && map != null) {
      map.close();
    }
  }
}
