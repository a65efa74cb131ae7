package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.volume.files.VolumeName;
import atoll.volume.index.IndexRow;
import atoll.volume.index.NeedleLocation;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.SortedFileNeedleMap;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleMeta;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers appends, and then writes all their records to the data file, all their rows to the index
/// file, and enters them in the map; or, if something fails, cuts both files back to where they
/// ended. Those who wait are answered in their order once that is over.
///
/// Confined to the holder of the right to write, who leaves nothing gathered when letting it go.
final class Appender {

  private final VolumeEnvironment environment;
  private final Restrictions restrictions;
  private final VolumeName name;
  private final AppendBatch batch;
  private final MapMerging merging;
  private @Nullable VolumeFiles gatheredFor;
  private boolean hasAppended;

  Appender(VolumeEnvironment environment, Restrictions restrictions, VolumeName name) {
    this.environment = environment;
    this.restrictions = restrictions;
    this.name = name;
    this.merging = new MapMerging(environment, name);
    this.batch = new AppendBatch(environment.buffers(), environment.limits());
  }

  /// The offset at which the next record will begin.
  long next(VolumeFiles files) {
    return VolumeFiles.aligned(dataEnd(files));
  }

  private long dataEnd(VolumeFiles files) {
    return batch.isEmpty() ? files.dataEnd() : batch.last().dataEnd();
  }

  /// Makes the map tell how the needle stands, and room for one more append: if a change of the
  /// needle was gathered, or there is no room, what was gathered is written.
  void prepare(VolumeFiles files, NeedleMeta needle, NeedleBody body) {
    if (batch.holds(needle.key().id().value()) || !batch.hasRoomFor(files.format(), needle, body)) {
      flush();
    }
  }

  /// Gives an answer for which nothing is appended, when its turn has come.
  void answer(Runnable answer) {
    if (batch.isEmpty()) {
      answer.run();
      return;
    }
    batch.settle(
        new AppendBatch.Ending() {
          @Override
          public void stored(long offset) {
            answer.run();
          }

          @Override
          public void failed(AtollException cause) {
            answer.run();
          }
        });
  }

  /// Gathers a needle, for which all was prepared; it will stand at [#next].
  void put(VolumeFiles files, NeedleMeta needle, NeedleBody body, AppendBatch.Ending ending) {
    int size = files.format().size(needle.dataBytes(), needle.attributes());
    gather(files, needle, body, new IndexRow(needle.key().id(), next(files), size), ending);
    if (body instanceof NeedleBody.InFile) {
      flush();
    }
  }

  /// Gathers a tombstone, for which all was prepared.
  void delete(VolumeFiles files, NeedleMeta tombstone, AppendBatch.Ending ending) {
    IndexRow row = IndexRow.tombstone(tombstone.key().id(), next(files));
    gather(files, tombstone, NeedleBody.EMPTY, row, ending);
  }

  /// Gathers a deletion that leaves no record, for which all was prepared.
  void withdraw(VolumeFiles files, NeedleId id, AppendBatch.Ending ending) {
    IndexRow row = IndexRow.tombstone(id, 0);
    batch.addRow(files.width(), row, dataEnd(files), lastNanos(files), ending);
    gatheredFor = files;
  }

  private long lastNanos(VolumeFiles files) {
    return batch.isEmpty() ? files.lastAppendedNanos() : batch.last().nanos();
  }

  private void gather(
      VolumeFiles files,
      NeedleMeta needle,
      NeedleBody body,
      IndexRow row,
      AppendBatch.Ending ending) {
    long nanos = Math.max(environment.clock().epochNanos(), lastNanos(files) + 1);
    NeedleMeta stamped = needle.appendedAt(nanos);
    int gap = (int) (row.offset() - dataEnd(files));
    batch.add(files.format(), files.width(), gap, stamped, body, row, ending);
    gatheredFor = files;
  }

  /// Writes what was gathered and answers those who wait for it.
  ///
  /// @return whether there was anything
  boolean flush() {
    VolumeFiles files = gatheredFor;
    if (files == null) {
      return false;
    }
    try {
      Outcome outcome = store(files);
      List<AppendBatch.Entry> entries = batch.entries();
      for (int i = 0; i < entries.size(); i++) {
        AtollException failure = i < outcome.stored() ? null : outcome.failure();
        AppendBatch.Entry entry = entries.get(i);
        if (failure == null) {
          entry.ending().stored(entry.row() == null ? 0 : entry.row().offset());
        } else {
          entry.ending().failed(failure);
        }
      }
    } finally {
      batch.clear();
      gatheredFor = null;
    }
    return true;
  }

  /// How a flush ended.
  ///
  /// @param stored how many of those who wait have what they wanted
  /// @param failure of the others
  private record Outcome(int stored, @Nullable AtollException failure) {}

  private Outcome store(VolumeFiles files) {
    long dataEnd = files.dataEnd();
    long indexEnd = files.indexEnd();
    try {
      if (!hasAppended) {
        boolean sortedIsInUse = files.map() instanceof SortedFileNeedleMap;
        StaleMaps.remove(environment.disk(), files.paths(), sortedIsInUse);
        hasAppended = true;
      }
      writeData(files.data(), dataEnd);
      requireOurs(files.index(), files.index().append(batch.rows()), indexEnd);
    } catch (AtollException e) {
      if (e.fault() != Fault.CONFLICT) {
        undo(files, dataEnd, indexEnd);
      }
      fail(e);
      return new Outcome(0, e);
    }
    return enter(files);
  }

  private void writeData(DiskFile data, long dataEnd) {
    List<ByteBuffer> inMemory = new ArrayList<>();
    long end = dataEnd;
    for (AppendBatch.Piece piece : batch.pieces()) {
      switch (piece) {
        case AppendBatch.Piece.Memory(ByteBuffer bytes) -> inMemory.add(bytes);
        case AppendBatch.Piece.File(NeedleBody.InFile body) -> {
          end += append(data, end, inMemory);
          inMemory.clear();
          copy(data, end, body);
          end += body.bytes();
        }
      }
    }
    if (!inMemory.isEmpty()) {
      append(data, end, inMemory);
    }
  }

  /// @return how many bytes were appended
  private static long append(DiskFile data, long end, List<ByteBuffer> sources) {
    long bytes = 0;
    for (ByteBuffer source : sources) {
      bytes += source.remaining();
    }
    requireOurs(data, data.append(sources.toArray(ByteBuffer[]::new)), end);
    return bytes;
  }

  private static void copy(DiskFile data, long end, NeedleBody.InFile body) {
    DiskFile spool = body.file();
    long copied = spool.copyTo(data, 0, body.bytes(), end);
    if (copied != body.bytes()) {
      throw new AtollException(
          Fault.IO,
          "%s ends after %d of %d bytes: somebody cut it; send the needle again"
              .formatted(spool.path(), copied, body.bytes()));
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

  private Outcome enter(VolumeFiles files) {
    long dataEnd = files.dataEnd();
    long indexEnd = files.indexEnd();
    long nanos = files.lastAppendedNanos();
    int stored = 0;
    @Nullable AtollException failure = null;
    for (AppendBatch.Entry entry : batch.entries()) {
      IndexRow row = entry.row();
      if (row != null) {
        failure = enter(files.map(), row);
        if (failure != null) {
          // The map is full, which says nothing of the disk.
          if (!undo(files, dataEnd, indexEnd)) {
            fail(failure);
          }
          break;
        }
        dataEnd = entry.dataEnd();
        indexEnd += files.width().rowBytes();
        nanos = entry.nanos();
      }
      stored++;
    }
    files.publish(dataEnd, indexEnd, nanos);
    files.appended();
    merging.afterChange(files);
    return new Outcome(stored, failure);
  }

  private static @Nullable AtollException enter(NeedleMap map, IndexRow row) {
    try {
      if (row.size() == IndexRow.TOMBSTONE) {
        map.delete(row.id().value());
      } else {
        map.put(row.id().value(), new NeedleLocation(row.offset(), row.size()));
      }
      return null;
    } catch (AtollException e) {
      return e;
    }
  }

  private void fail(AtollException cause) {
    if (restrictions.add(Restriction.WRITE_FAILED)) {
      environment.events().report(new VolumeEvent.WriteFailed(name.toString(), cause));
    }
  }

  /// @return whether both files end again where they are told to
  private boolean undo(VolumeFiles files, long dataEnd, long indexEnd) {
    try {
      cutBack(files.index(), indexEnd);
      cutBack(files.data(), dataEnd);
      return true;
    } catch (AtollException e) {
      environment.events().report(new VolumeEvent.TornAppendLeft(name.toString(), dataEnd, e));
      return false;
    }
  }

  private static void cutBack(DiskFile file, long end) {
    if (file.size() > end) {
      file.truncate(end);
    }
  }
}
