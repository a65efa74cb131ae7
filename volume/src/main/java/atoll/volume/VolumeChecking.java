package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.Place;
import atoll.volume.needle.RecordSpan;
import atoll.volume.superblock.SuperBlock;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;

/// Loads the index of a volume and decides whether it fits the data. Confined to one load.
final class VolumeChecking {

  private final VolumeEnvironment environment;
  private final Disk disk;
  private final VolumePaths paths;
  private final Set<Restriction> restrictions;

  VolumeChecking(VolumeEnvironment environment, VolumePaths paths, Set<Restriction> restrictions) {
    this.environment = environment;
    this.disk = environment.disk();
    this.paths = paths;
    this.restrictions = restrictions;
  }

  LoadedVolume load(DiskFile data, SuperBlock superBlock, OffsetWidth width, Instant modified) {
    DiskFile index = disk.open(paths.index(), OpenMode.WRITE);
    boolean loaded = false;
    try {
      NeedleFormat format = superBlock.version().needles();
      IndexLoading rows =
          IndexLoading.load(index, width, format, environment.memory(), environment.buffers());
      VolumeFiles files = new VolumeFiles(data, index, superBlock, width, rows.map());
      long lastNanos = check(files, rows);
      files.publish(data.size(), rows.rows() * width.rowBytes(), lastNanos);
      loaded = true;
      return new LoadedVolume(
          paths, files, rows.counters(), Set.copyOf(restrictions), modified.getEpochSecond());
    } finally {
      if (!loaded) {
        index.close();
      }
    }
  }

  /// @return when the last record was appended
  private long check(VolumeFiles files, IndexLoading rows) {
    long dataBytes = files.data().size();
    IndexRow last = rows.last();
    if (rows.tornBytes() > 0) {
      damaged(files.index().path() + " ends within a row");
    } else if (rows.reachesBytes() > dataBytes) {
      damaged(
          "%s has %d bytes, its index reaches %d"
              .formatted(files.data().path(), dataBytes, rows.reachesBytes()));
    }
    if (last == null) {
      if (dataBytes > files.firstRecordAt()) {
        damaged(files.data().path() + " has records and no row in the index");
      }
      return 0;
    }
    long end = last.offset() + files.format().recordBytes(Math.max(0, last.size()));
    if (end < dataBytes) {
      damaged(
          "data file %s actual %d bytes expected %d bytes"
              .formatted(files.data().path(), dataBytes, end));
    }
    try {
      return lastAppended(files, last);
    } catch (AtollException e) {
      if (e.fault() != Fault.CORRUPT) {
        throw e;
      }
      damaged(String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private long lastAppended(VolumeFiles files, IndexRow last) {
    NeedleLocation location = new NeedleLocation(last.offset(), Math.max(0, last.size()));
    try (BufferPool.Lease lease = environment.buffers().take(NeedleFormat.HEAD_BYTES_MAX)) {
      Records.Head head = Records.read(files, location, last.id().value(), lease.buffer());
      Place place = files.place(head.offset());
      NeedleHeader header = head.header();
      RecordSpan span = files.format().span(lease.buffer().flip(), header, place);
      try (BufferPool.Lease tailLease = environment.buffers().take(span.tailBytes())) {
        ByteBuffer tail = tailLease.buffer();
        files.data().readAt(head.offset() + span.tailAt(), tail);
        return files.format().readTail(tail.flip(), header, span, place).appendedNanos();
      }
    }
  }

  private void damaged(String what) {
    if (restrictions.add(Restriction.DAMAGED)) {
      environment.events().report(new VolumeEvent.Damaged(paths.name().toString(), what));
    }
  }
}
