package atoll.volume;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.index.NeedleMap;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.NeedleFormat;
import atoll.volume.needle.Place;
import atoll.volume.superblock.SuperBlock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The open files of a volume and the map that belongs to them: what a vacuum replaces as a whole.
///
/// References are counted. The volume holds one; whoever works with the files for longer than a
/// call takes another, and files and map close with the last. So a reader that began before a
/// vacuum ends on the old file.
///
/// Shared: everything may be read at any time; the ends are moved by the holder of the right to
/// write.
public final class VolumeFiles {

  private final VolumePaths paths;
  private final DiskFile data;
  private final DiskFile index;
  private final SuperBlock superBlock;
  private final OffsetWidth width;
  private final NeedleMap map;
  private final AtomicInteger references = new AtomicInteger(1);
  private final Verified verified = new Verified();
  private volatile long dataEnd;
  private volatile long indexEnd;
  private volatile long lastAppendedNanos;
  private volatile @Nullable AppendFollower follower;
  private volatile @Nullable Executor closing;

  /// Takes over a reference to each file, and the map.
  ///
  /// @param paths where they lie
  public VolumeFiles(
      VolumePaths paths,
      DiskFile data,
      DiskFile index,
      SuperBlock superBlock,
      OffsetWidth width,
      NeedleMap map) {
    this.paths = paths;
    this.data = data;
    this.index = index;
    this.superBlock = superBlock;
    this.width = width;
    this.map = map;
  }

  /// The same files with another map, published as far as they are now. For the holder of the right
  /// to write.
  VolumeFiles with(NeedleMap other) {
    return with(paths, index.retain(), other);
  }

  /// The same data with an index that lies elsewhere and holds the same rows. For the holder of the
  /// right to write.
  ///
  /// @param otherIndex a reference that is taken over
  VolumeFiles with(VolumePaths otherPaths, DiskFile otherIndex, NeedleMap other) {
    VolumeFiles files =
        new VolumeFiles(otherPaths, data.retain(), otherIndex, superBlock, width, other);
    files.publish(dataEnd, indexEnd, lastAppendedNanos);
    return files;
  }

  /// An open file by the name that it was given since, which is what messages are to say. Where no
  /// more files can be opened, the old name does.
  ///
  /// @return with a reference of its own
  public static DiskFile renamed(Disk disk, Path path, DiskFile open) {
    try {
      return disk.open(path, OpenMode.WRITE);
    } catch (AtollException e) {
      return open.retain();
    }
  }

  public VolumePaths paths() {
    return paths;
  }

  public DiskFile data() {
    return data;
  }

  public DiskFile index() {
    return index;
  }

  public SuperBlock superBlock() {
    return superBlock;
  }

  public NeedleFormat format() {
    return superBlock.version().needles();
  }

  public OffsetWidth width() {
    return width;
  }

  public NeedleMap map() {
    return map;
  }

  /// Where the first record begins.
  public long firstRecordAt() {
    return aligned(superBlock.bytes());
  }

  /// Everything before this offset of the data file is written and stays as it is.
  public long dataEnd() {
    return dataEnd;
  }

  /// Everything before this offset of the index file is written and stays as it is.
  public long indexEnd() {
    return indexEnd;
  }

  /// When the last record was appended; 0 if unknown.
  public long lastAppendedNanos() {
    return lastAppendedNanos;
  }

  /// Says how far the files reach. For the holder of the right to write, and whoever made them.
  public void publish(long newDataEnd, long newIndexEnd, long newLastAppendedNanos) {
    lastAppendedNanos = newLastAppendedNanos;
    dataEnd = newDataEnd;
    indexEnd = newIndexEnd;
  }

  /// @param newFollower null for none any more; for the holder of the right to write
  void follow(@Nullable AppendFollower newFollower) {
    follower = newFollower;
  }

  boolean isFollowed() {
    return follower != null;
  }

  /// Tells whoever follows that something was appended.
  void appended() {
    AppendFollower now = follower;
    if (now != null) {
      now.appended();
    }
  }

  /// What makes all durable that was published before the call, together, in any order or at once.
  /// Each throws as the disk does.
  List<Runnable> syncs() {
    AppendFollower now = follower;
    return now == null
        ? List.of(data::syncData, index::syncData)
        : List.of(data::syncData, index::syncData, now::sync);
  }

  /// Says that others have taken the place of these. Whoever gives the last reference back, perhaps
  /// an event loop, then does not wait until the disk has taken back the room of the old files.
  void replaced(Executor work) {
    closing = work;
  }

  /// Large needles that agreed with their checksum.
  Verified verified() {
    return verified;
  }

  Place place(long offset) {
    return new Place(data.path().toString(), offset);
  }

  static long aligned(long offset) {
    long unit = NeedleFormat.ALIGNMENT;
    return (offset + unit - 1) / unit * unit;
  }

  /// Takes one more reference, unless the last is gone.
  ///
  /// @return whether it was taken
  public boolean retain() {
    int now = references.get();
    while (now > 0) {
      if (references.compareAndSet(now, now + 1)) {
        return true;
      }
      now = references.get();
    }
    return false;
  }

  /// Gives one reference back.
  public void release() {
    int left = references.decrementAndGet();
    Check.that(left >= 0, "a reference to a volume's files was given back twice");
    if (left == 0) {
      Executor work = closing;
      if (work == null || !isHandedOver(work)) {
        close(DiskFile::close);
      }
    }
  }

  private boolean isHandedOver(Executor work) {
    try {
      work.execute(() -> close(DiskFile::closeSlowly));
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  private void close(Consumer<DiskFile> closingData) {
    map.close();
    index.close();
    closingData.accept(data);
  }
}
