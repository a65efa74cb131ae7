package atoll.volume.vacuum;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.RecordScan;
import atoll.volume.VolumeEnvironment;
import atoll.volume.VolumeFiles;
import atoll.volume.VolumePaths;
import atoll.volume.index.AscendingLookUp;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleHeader;
import atoll.volume.needle.NeedleId;

/// The work of one vacuum: goes through the old data file in its order, asks the volume's own map
/// which record is live, and adds those to the new files; later goes on with what was appended
/// meanwhile. Takes no lock: a record whose needle changes meanwhile is followed by the record that
/// changed it.
///
/// Confined to the step of the vacuum that runs, but for [#cancel].
final class Compaction implements AutoCloseable {

  private static final long TELL_BYTES = 1 << 20;

  private final VolumeEnvironment environment;
  private final VolumePaths paths;
  private final VolumeFiles old;
  private final CompactedFiles target;
  private final VacuumOrder order;
  private long scannedTo;
  private long copied;
  private long garbage;
  private long expired;
  private boolean cancellable = true;
  private volatile boolean cancelled;

  /// Takes over a reference to the old files.
  Compaction(
      VolumeEnvironment environment,
      VacuumLimits limits,
      VolumePaths paths,
      VolumeFiles old,
      VacuumOrder order) {
    this.environment = environment;
    this.paths = paths;
    this.old = old;
    this.order = order;
    this.target = CompactedFiles.create(environment, limits, paths, old);
    this.scannedTo = old.firstRecordAt();
    if (order.reservedBytes() > 0) {
      target.reserve(paths.name(), order.reservedBytes());
    }
  }

  VolumePaths paths() {
    return paths;
  }

  VolumeFiles old() {
    return old;
  }

  CompactedFiles target() {
    return target;
  }

  void cancel() {
    cancelled = true;
  }

  /// How much was appended that is not in the new files yet.
  long behindBytes() {
    return Math.max(0, old.dataEnd() - scannedTo);
  }

  VacuumSummary summary() {
    return new VacuumSummary(copied, garbage, expired, old.dataEnd(), target.dataEnd());
  }

  /// Copies what the volume holds, makes it durable and looks whether anything is missing.
  ///
  /// @throws AtollException `CORRUPT` if a record does not verify, `CANCELLED`, or as the disk does
  void copyAll() {
    long end = old.dataEnd();
    copyTo(end, new Pace(environment.clock(), order), true);
    requireAll(end, target.makeMap());
    target.sync();
    VacuumRepair.syncDirectories(environment.disk(), paths);
  }

  /// From now on all that is appended is copied, whoever cancels: too late for that.
  void commit() {
    cancellable = false;
    target.follow();
  }

  /// Copies what was appended since.
  void catchUp() {
    copyTo(old.dataEnd(), new Pace(environment.clock(), VacuumOrder.PLAIN), false);
  }

  /// @param dropExpired only of needles whose older records are not in the new files, from where
  ///   they would come back to life
  private void copyTo(long end, Pace pace, boolean dropExpired) {
    try (RecordScan scan = new RecordScan(old, environment.buffers(), scannedTo, end);
        RecordCopier copier = new RecordCopier(old, environment.clock(), environment.buffers())) {
      long tellAt = scannedTo + TELL_BYTES;
      while (scan.next()) {
        requireNotCancelled();
        copy(scan, copier, pace, dropExpired);
        if (scan.offset() >= tellAt) {
          order.progress().accept(scan.offset());
          tellAt = scan.offset() + TELL_BYTES;
        }
      }
    }
    target.flush();
    scannedTo = Math.max(scannedTo, end);
    order.progress().accept(scannedTo);
  }

  private void copy(RecordScan scan, RecordCopier copier, Pace pace, boolean dropExpired) {
    NeedleHeader header = scan.header();
    NeedleId id = header.id();
    long offset = scan.offset();
    NeedleLocation now = old.map().find(id.value());
    switch (RecordFate.of(offset, header.size(), now, target.find(id.value()))) {
      case KEEP -> {
        if (now == null || now.size() != header.size()) {
          throw copier.place(offset).corrupt("the index knows " + now + ", found is " + header);
        }
        RecordCopier.Parts parts = copier.parts(offset, header);
        if (dropExpired && copier.isExpired(parts.meta())) {
          expired++;
          return;
        }
        long newOffset = target.dataEnd();
        copier.copy(offset, parts, target);
        target.enter(id, newOffset, header.size());
        copied++;
        pace.copied(scan.recordBytes());
      }
      case DELETES -> {
        long newOffset = target.dataEnd();
        copier.copy(offset, copier.parts(offset, header), target);
        target.delete(id, newOffset);
        copied++;
      }
      case DROP -> garbage++;
    }
  }

  /// A damaged header among the garbage could have led past live records. So every live needle is
  /// looked up once: what is not in the new map must be expired.
  private void requireAll(long end, AscendingLookUp fresh) {
    try (RecordCopier copier = new RecordCopier(old, environment.clock(), environment.buffers())) {
      old.map()
          .visit((id, location) -> {
            if (!location.isDeleted() && location.offset() < end) {
              requireCopied(copier, fresh, new NeedleId(id), location);
            }
          });
    }
  }

  private void requireCopied(
      RecordCopier copier, AscendingLookUp fresh, NeedleId id, NeedleLocation location) {
    requireNotCancelled();
    NeedleLocation found = fresh.find(id.value());
    if (found != null && found.size() == location.size()) {
      return;
    }
    NeedleHeader promised = new NeedleHeader(new Cookie(0), id, location.size());
    if (!copier.isExpired(copier.parts(location.offset(), promised).meta())) {
      throw copier
          .place(location.offset())
          .corrupt("needle " + id + " is not reached from the records before it");
    }
  }

  private void requireNotCancelled() {
    if (cancelled && cancellable) {
      throw new AtollException(Fault.CANCELLED, "the vacuum was cancelled");
    }
  }

  @Override
  public void close() {
    target.close();
    old.release();
  }
}
