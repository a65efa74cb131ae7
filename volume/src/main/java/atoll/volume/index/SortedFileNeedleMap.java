package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The needle map of a volume that is not written to: its `.sdx` file, with one id for each block
/// of 4 KiB in memory, so that a look-up is one positional read. Needles deleted before the file
/// was made are unknown to it; one deleted since keeps its place but not its size, which becomes
/// -1.
///
/// The index file decides. The `.sdx` is made anew where it is missing, not younger than the index
/// or out of order. Deletions are written to the index first and only then here, unsynced; what a
/// crash takes of them is found at the index's end and repeated when the map is opened.
///
/// Shared: looking up by anyone, deleting by the volume's writer.
public final class SortedFileNeedleMap implements NeedleMap {

  /// With more deletions than this at the end of the index, making the file anew is no dearer than
  /// repeating them.
  private static final int DELETIONS_REPEATED_MAX = 1 << 12;

  /// What was deleted last. Readers look at it before and after they read the file, so that they
  /// never report a size that is just being written.
  private static final class Deleted {
    private static final Deleted NOTHING = new Deleted(0);
    private final long id;

    Deleted(long id) {
      this.id = id;
    }

    boolean is(long other) {
      return this != NOTHING && id == other;
    }
  }

  private final DiskFile file;
  private final OffsetWidth width;
  private final NeedleMemory memory;
  private final BlockFences fences;
  private final int blockRows;
  private final long count;
  private volatile Deleted lastDeleted = Deleted.NOTHING;
  private final RowCounters counters;
  private volatile boolean closed;

  private SortedFileNeedleMap(
      DiskFile file, OffsetWidth width, NeedleMemory memory, RowCounters counters) {
    this.file = file;
    this.counters = counters;
    this.width = width;
    this.memory = memory;
    this.fences = new BlockFences(memory);
    this.blockRows = NeedleMemory.PAGE_BYTES / width.rowBytes();
    this.count = file.size() / width.rowBytes();
  }

  /// Opens the `.sdx` of a volume, and makes it first where there is none that fits.
  ///
  /// @param sorted the path of the `.sdx`
  /// @param index the volume's `.idx`; needed only for this call
  public static SortedFileNeedleMap open(
      Disk disk, Path sorted, DiskFile index, OffsetWidth width, NeedleMemory memory) {
    SortedFile maker = new SortedFile(disk, sorted, width);
    if (maker.isFresh(index)) {
      int deletions = maker.deletionsAtEnd(index, DELETIONS_REPEATED_MAX + 1);
      SortedFileNeedleMap found =
          deletions > DELETIONS_REPEATED_MAX
              ? null
              : openUnlessDamaged(disk, sorted, width, memory, maker.countersOf(index));
      if (found != null) {
        return found.repeating(deletions, maker, index);
      }
    }
    return load(disk, sorted, width, memory, maker.build(index));
  }

  /// Makes the `.sdx` of a volume, or replaces it, in one step, and with memory that does not grow
  /// with the index.
  ///
  /// @return what the rows of the index add up to
  public static RowCounters build(Disk disk, Path sorted, DiskFile index, OffsetWidth width) {
    return new SortedFile(disk, sorted, width).build(index);
  }

  private static @Nullable SortedFileNeedleMap openUnlessDamaged(
      Disk disk, Path sorted, OffsetWidth width, NeedleMemory memory, RowCounters counters) {
    try {
      return load(disk, sorted, width, memory, counters);
    } catch (AtollException damage) {
      if (damage.fault() == Fault.CORRUPT) {
        return null;
      }
      throw damage;
    }
  }

  private static SortedFileNeedleMap load(
      Disk disk, Path sorted, OffsetWidth width, NeedleMemory memory, RowCounters counters) {
    SortedFileNeedleMap map =
        new SortedFileNeedleMap(openFile(disk, sorted), width, memory, counters);
    boolean loaded = false;
    try {
      map.fillFences();
      loaded = true;
      return map;
    } finally {
      if (!loaded) {
        map.close();
      }
    }
  }

  private static DiskFile openFile(Disk disk, Path sorted) {
    try {
      return disk.open(sorted, OpenMode.WRITE);
    } catch (AtollException e) {
      if (e.fault() != Fault.DENIED) {
        throw e;
      }
      return disk.open(sorted, OpenMode.READ);
    }
  }

  /// Reads the whole file once, in order.
  private void fillFences() {
    FileCursor rows = new FileCursor(file, width, 0, count * width.rowBytes());
    long before = 0;
    for (long row = 0; rows.next(); row++) {
      if (row > 0 && Long.compareUnsigned(before, rows.id()) >= 0) {
        throw outOfOrder(row);
      }
      before = rows.id();
      if (row % blockRows == 0) {
        fences.add(before);
      }
    }
  }

  private AtollException outOfOrder(long row) {
    return new AtollException(
        Fault.CORRUPT,
        file.path()
            + " at offset "
            + row * width.rowBytes()
            + ": ids do not ascend; delete the file to have it made from the index again");
  }

  private SortedFileNeedleMap repeating(int deletions, SortedFile maker, DiskFile index) {
    boolean repeated = false;
    try {
      for (int before = deletions; before > 0; before--) {
        delete(maker.idBeforeEnd(index, before).value());
      }
      repeated = true;
      return this;
    } finally {
      if (!repeated) {
        close();
      }
    }
  }

  /// What the rows of the index added up to when the map was opened. The file does not say it, so
  /// the whole index was read and sorted for it, with memory that does not grow with it.
  public RowCounters counters() {
    return counters;
  }

  /// A needle and where its row begins.
  private record Found(long rowAt, NeedleLocation location) {}

  @Override
  public @Nullable NeedleLocation find(long id) {
    Found found = look(id);
    return found == null ? null : found.location;
  }

  private @Nullable Found look(long id) {
    while (true) {
      Deleted before = lastDeleted;
      Found found = readUnlessClosed(id);
      Deleted after = lastDeleted;
      if (before != after) {
        continue;
      }
      if (found != null && after.is(id)) {
        return new Found(found.rowAt, deletedAt(found.location.offset()));
      }
      return found;
    }
  }

  /// What is seen while the map closes does not count.
  private @Nullable Found readUnlessClosed(long id) {
    @Nullable Found found = null;
    @Nullable AtollException failure = null;
    try {
      found = read(id);
    } catch (AtollException e) {
      failure = e;
    }
    if (closed) {
      throw new AtollException(Fault.CLOSED, "the needle map of " + file.path() + " is closed");
    }
    if (failure != null) {
      throw failure;
    }
    return found;
  }

  private static NeedleLocation deletedAt(long offset) {
    return new NeedleLocation(offset, IndexRow.TOMBSTONE);
  }

  private @Nullable Found read(long id) {
    int block = fences.blockOf(id);
    if (block < 0) {
      return null;
    }
    ByteBuffer buffer = memory.takeBlock();
    try {
      IndexRows rows = readBlock(block, buffer);
      int row = rows.find(new NeedleId(id));
      return row < 0
          ? null
          : new Found(
              ((long) block * blockRows + row) * width.rowBytes(),
              new NeedleLocation(rows.offset(row), rows.size(row)));
    } finally {
      memory.giveBlock(buffer);
    }
  }

  private IndexRows readBlock(int block, ByteBuffer buffer) {
    long first = (long) block * blockRows;
    int expected = (int) Math.min(blockRows, count - first);
    file.readAt(first * width.rowBytes(), buffer.clear().limit(expected * width.rowBytes()));
    IndexRows rows = new IndexRows(buffer.flip(), width);
    if (rows.count() < expected || rows.id(0) != fences.get(block)) {
      throw outOfOrder(first);
    }
    for (int row = 1; row < rows.count(); row++) {
      if (Long.compareUnsigned(rows.id(row - 1), rows.id(row)) >= 0) {
        throw outOfOrder(first + row);
      }
    }
    return rows;
  }

  /// Is refused: volumes with such a map are not written to.
  @Override
  public @Nullable NeedleLocation put(long id, NeedleLocation location) {
    throw new AtollException(
        Fault.UNSUPPORTED,
        "a needle cannot be entered into " + file.path() + ": the volume is read-only");
  }

  @Override
  public @Nullable NeedleLocation delete(long id) {
    Found found = look(id);
    if (found == null || found.location.isDeleted()) {
      return null;
    }
    lastDeleted = new Deleted(id);
    ByteBuffer size = ByteBuffer.allocateDirect(Integer.BYTES).putInt(IndexRow.TOMBSTONE).flip();
    file.writeAt(found.rowAt + Long.BYTES + width.bytes(), size);
    return found.location;
  }

  @Override
  public void visit(Visitor visitor) {
    ByteBuffer buffer = memory.takeBlock();
    try {
      for (int block = 0; block < fences.count(); block++) {
        IndexRows rows = readBlock(block, buffer);
        for (int row = 0; row < rows.count(); row++) {
          long id = rows.id(row);
          boolean gone = lastDeleted.is(id);
          visitor.visit(
              id,
              gone
                  ? deletedAt(rows.offset(row))
                  : new NeedleLocation(rows.offset(row), rows.size(row)));
        }
      }
    } finally {
      memory.giveBlock(buffer);
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long memoryBytes() {
    return fences.memoryBytes();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      file.close();
      fences.close();
    }
  }
}
