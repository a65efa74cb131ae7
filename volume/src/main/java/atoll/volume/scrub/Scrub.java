package atoll.volume.scrub;

import atoll.kit.AtollException;
import atoll.volume.BufferPool;
import atoll.volume.Volume;
import atoll.volume.VolumeFiles;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.SuperBlock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A look through the files of a volume as they are at one moment; writes go on beside it. What
/// somebody else has added to the files or cut off them is seen.
///
/// Confined to one thread; close it.
public final class Scrub implements AutoCloseable {

  private final VolumeId id;
  private final VolumeFiles files;
  private final BufferPool buffers;
  private final long dataBytes;
  private final long indexBytes;

  private Scrub(
      VolumeId id, VolumeFiles files, BufferPool buffers, long dataBytes, long indexBytes) {
    this.id = id;
    this.files = files;
    this.buffers = buffers;
    this.dataBytes = dataBytes;
    this.indexBytes = indexBytes;
  }

  /// How the beginning ended.
  public sealed interface Begin {

    /// It may run.
    record Begun(Scrub scrub) implements Begin {}

    /// The files could not be asked how long they are.
    record Failed(AtollException cause) implements Begin {}
  }

  /// Notes how long the files are while nothing is appended.
  ///
  /// @param done must be quick and must not throw
  public static void begin(Volume volume, BufferPool buffers, Consumer<? super Begin> done) {
    volume.exclusively(_ -> done.accept(begin(volume, buffers)));
  }

  private static Begin begin(Volume volume, BufferPool buffers) {
    try {
      VolumeFiles files = volume.retainFiles();
      boolean begun = false;
      try {
        Scrub scrub =
            new Scrub(
                volume.name().id(), files, buffers, files.data().size(), files.index().size());
        begun = true;
        return new Begin.Begun(scrub);
      } finally {
        if (!begun) {
          files.release();
        }
      }
    } catch (AtollException e) {
      return new Begin.Failed(e);
    }
  }

  /// Looks at the index alone: whole rows, none of which leads to where another does.
  ///
  /// @param stop asked now and then whether to give up
  /// @throws AtollException `CANCELLED`, or as the disk does
  public ScrubResult index(BooleanSupplier stop) {
    Faults faults = new Faults();
    return new ScrubResult(index(rows(stop), faults), faults.list());
  }

  /// Looks at the index, reads all records that it leads to, and looks whether these are all there
  /// is.
  ///
  /// @param stop asked now and then whether to give up
  /// @throws AtollException `CANCELLED`, or as the disk does
  public ScrubResult all(BooleanSupplier stop) {
    Faults faults = new Faults();
    RowSource rows = rows(stop);
    long count = index(rows, faults);
    if (!isWithoutIndex()) {
      records(rows, count, faults);
    }
    return new ScrubResult(count, faults.list());
  }

  private RowSource rows(BooleanSupplier stop) {
    return new RowSource(files, buffers, indexBytes, stop);
  }

  private boolean isWithoutIndex() {
    return indexBytes == 0 && dataBytes > SuperBlock.FIXED_BYTES;
  }

  private long index(RowSource rows, Faults faults) {
    if (isWithoutIndex()) {
      faults.add("zero-size IDX file for volume %s with store size %d".formatted(id, dataBytes));
      return 0;
    }
    new Overlaps(files, rows, faults).find();
    long whole = rows.count() * files.width().rowBytes();
    if (whole != indexBytes) {
      faults.add("expected an index file of size %d, got %d".formatted(indexBytes, whole));
    }
    return rows.count();
  }

  private void records(RowSource rows, long count, Faults faults) {
    long[] bytes = {files.firstRecordAt()};
    try (RecordCheck check = new RecordCheck(files, buffers, dataBytes)) {
      rows.forEach((_, row) -> {
        boolean deletes = row.size() < 0;
        if (deletes && row.offset() == 0) {
          return;
        }
        bytes[0] += files.format().recordBytes(Math.max(0, row.size()));
        String fault = deletes ? "" : check.faultOf(row);
        if (!fault.isEmpty()) {
          faults.add(
              "failed to read needle %s on volume %s: %s"
                  .formatted(Long.toUnsignedString(row.id().value()), id, fault));
        }
      });
    }
    if (dataBytes < bytes[0]) {
      faults.add(
          "data file for volume %s is smaller (%d) than the %d needles it contains (%d)"
              .formatted(id, dataBytes, count, bytes[0]));
    } else if (dataBytes != bytes[0]) {
      faults.add(
          "data file size for volume %s (%d) doesn't match the size for %d needles read (%d)"
              .formatted(id, dataBytes, count, bytes[0]));
    }
  }

  @Override
  public void close() {
    files.release();
  }
}
