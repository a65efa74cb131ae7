package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleMeta;
import java.nio.ByteBuffer;

/// Appends a record to the data file, then its row to the index file, then enters it in the map;
/// or, if something fails, cuts both files back to where they ended.
///
/// Confined to the holder of the right to write.
final class Appender {

  private final VolumeEnvironment environment;
  private final Restrictions restrictions;
  private final VolumePaths paths;
  private boolean hasAppended;

  Appender(VolumeEnvironment environment, Restrictions restrictions, VolumePaths paths) {
    this.environment = environment;
    this.restrictions = restrictions;
    this.paths = paths;
  }

  /// The offset at which the next record will begin.
  static long next(VolumeFiles files) {
    return VolumeFiles.aligned(files.dataEnd());
  }

  /// Appends a needle.
  ///
  /// @return where it stands
  /// @throws AtollException if a file or the map failed; the needle is then not there
  NeedleLocation put(VolumeFiles files, NeedleMeta needle, NeedleBody body) {
    int size = files.format().size(needle.dataBytes(), needle.attributes());
    NeedleLocation location = new NeedleLocation(next(files), size);
    append(
        files,
        needle,
        body,
        new IndexRow(needle.key().id(), location.offset(), size),
        () -> files.map().put(needle.key().id().value(), location));
    return location;
  }

  /// Appends a tombstone.
  void delete(VolumeFiles files, NeedleMeta tombstone) {
    NeedleId id = tombstone.key().id();
    append(
        files,
        tombstone,
        NeedleBody.of(ByteBuffer.allocate(0)),
        IndexRow.tombstone(id, next(files)),
        () -> files.map().delete(id.value()));
  }

  private void append(
      VolumeFiles files, NeedleMeta needle, NeedleBody body, IndexRow row, Runnable enter) {
    long nanos = Math.max(environment.clock().epochNanos(), files.lastAppendedNanos() + 1);
    NeedleMeta stamped = needle.appendedAt(nanos);
    NeedleFormat format = files.format();
    long dataEnd = files.dataEnd();
    long indexEnd = files.indexEnd();
    int gap = (int) (row.offset() - dataEnd);
    int tailBytes = format.tailBytes(stamped);
    int rowBytes = files.width().rowBytes();
    int frameBytes = gap + NeedleFormat.HEAD_BYTES_MAX + tailBytes + rowBytes;
    long newDataEnd = row.offset() + format.recordBytes(stamped);
    try (BufferPool.Lease lease = environment.buffers().take(frameBytes)) {
      if (!hasAppended) {
        StaleMaps.remove(environment.disk(), paths);
        hasAppended = true;
      }
      ByteBuffer frame = lease.buffer();
      for (int i = 0; i < gap; i++) {
        frame.put((byte) 0);
      }
      format.writeHead(frame, stamped);
      int tailAt = frame.position();
      ByteBuffer head = frame.slice(0, tailAt);
      format.writeTail(frame, stamped);
      ByteBuffer tail = frame.slice(tailAt, tailBytes);
      row.write(frame, files.width());
      ByteBuffer rowSource = frame.slice(tailAt + tailBytes, rowBytes);
      writeData(files.data(), dataEnd, head, body, tail);
      requireOurs(files.index(), files.index().append(rowSource), indexEnd);
    } catch (AtollException e) {
      if (e.fault() != Fault.CONFLICT) {
        undo(files, dataEnd, indexEnd);
      }
      fail(e);
      throw e;
    }
    try {
      enter.run();
    } catch (AtollException e) {
      // The map is full, which says nothing of the disk.
      if (!undo(files, dataEnd, indexEnd)) {
        fail(e);
      }
      throw e;
    }
    files.publish(newDataEnd, indexEnd + rowBytes, nanos);
  }

  private static void writeData(
      DiskFile data, long end, ByteBuffer head, NeedleBody body, ByteBuffer tail) {
    switch (body) {
      case NeedleBody.InMemory(ByteBuffer bytes, var _) -> {
        long at =
            bytes.hasRemaining()
                ? data.append(head, bytes.duplicate(), tail)
                : data.append(head, tail);
        requireOurs(data, at, end);
      }
      case NeedleBody.InFile(DiskFile spool, long bytes, var _) -> {
        int headBytes = head.remaining();
        requireOurs(data, data.append(head), end);
        long copied = spool.copyTo(data, 0, bytes, end + headBytes);
        if (copied != bytes) {
          throw new AtollException(
              Fault.IO,
              "%s ends after %d of %d bytes: somebody cut it; send the needle again"
                  .formatted(spool.path(), copied, bytes));
        }
        data.append(tail);
      }
    }
  }

  /// A file that ends elsewhere has a second writer, and what that one wrote is not cut away.
  private static void requireOurs(DiskFile file, long at, long end) {
    if (at != end) {
      throw new AtollException(
          Fault.CONFLICT,
          "%s ends at %d instead of %d: another process writes to it; stop that, then load it again"
              .formatted(file.path(), at, end));
    }
  }

  private void fail(AtollException cause) {
    if (restrictions.add(Restriction.WRITE_FAILED)) {
      environment.events().report(new VolumeEvent.WriteFailed(paths.name().toString(), cause));
    }
  }

  /// @return whether both files end again where they ended before
  private boolean undo(VolumeFiles files, long dataEnd, long indexEnd) {
    try {
      cutBack(files.index(), indexEnd);
      cutBack(files.data(), dataEnd);
      return true;
    } catch (AtollException e) {
      environment
          .events()
          .report(new VolumeEvent.TornAppendLeft(paths.name().toString(), dataEnd, e));
      return false;
    }
  }

  private static void cutBack(DiskFile file, long end) {
    if (file.size() > end) {
      file.truncate(end);
    }
  }
}
