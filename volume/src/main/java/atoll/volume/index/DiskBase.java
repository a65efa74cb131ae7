package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.Disk;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.volume.needle.NeedleId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sorted file of a [DiskNeedleMap], opened: a header, then blocks of needles in ascending
/// order of id. Every block is checked when the file is opened and whenever it is read.
///
/// Shared; the file never changes. What is found while it closes does not count.
final class DiskBase implements AutoCloseable {

  private final DiskFile file;
  private final BaseHeader header;
  private final NeedleMemory memory;
  private final BlockFences fences;

  private DiskBase(DiskFile file, BaseHeader header, NeedleMemory memory) {
    this.file = file;
    this.header = header;
    this.memory = memory;
    this.fences = new BlockFences(memory);
  }

  /// Opens a file and reads all of it once.
  ///
  /// @return empty if there is none, or it is damaged or for another width
  /// @throws AtollException `UNSUPPORTED` if it is of a newer version
  static Optional<DiskBase> open(Disk disk, Path path, OffsetWidth width, NeedleMemory memory) {
    if (disk.find(path).isEmpty()) {
      return Optional.empty();
    }
    DiskFile file = disk.open(path, OpenMode.READ);
    @Nullable DiskBase opened = null;
    boolean whole = false;
    try {
      ByteBuffer block = ByteBuffer.allocateDirect(BaseBlock.BYTES);
      file.readAt(0, block);
      Optional<BaseHeader> header = BaseHeader.read(block.flip(), path.toString());
      if (header.isPresent() && header.get().width() == width) {
        opened = new DiskBase(file, header.get(), memory);
        whole = opened.fillFences();
      }
      return whole ? Optional.ofNullable(opened) : Optional.empty();
    } finally {
      if (opened == null) {
        file.close();
      } else if (!whole) {
        opened.close();
      }
    }
  }

  /// Checks the whole file.
  private boolean fillFences() {
    int capacity = BaseBlock.capacity(header.width());
    long blocks = (header.needles() + capacity - 1) / capacity;
    if (header.needles() < 0 || file.size() != (blocks + 1) * BaseBlock.BYTES) {
      return false;
    }
    RowCursor rows = rows();
    long before = 0;
    try {
      for (long row = 0; rows.next(); row++) {
        if (row > 0 && Long.compareUnsigned(before, rows.id()) >= 0) {
          return false;
        }
        before = rows.id();
        if (row % capacity == 0) {
          fences.add(before);
        }
      }
      return true;
    } catch (AtollException damage) {
      if (damage.fault() == Fault.CORRUPT) {
        return false;
      }
      throw damage;
    }
  }

  BaseHeader header() {
    return header;
  }

  @Nullable NeedleLocation find(long id) {
    int number = fences.blockOf(id);
    if (number < 0) {
      return null;
    }
    ByteBuffer block = memory.takeBlock();
    try {
      IndexRows rows = read(number, block);
      int row = rows.find(new NeedleId(id));
      return row < 0 ? null : new NeedleLocation(rows.offset(row), rows.size(row));
    } finally {
      memory.giveBlock(block);
    }
  }

  private IndexRows read(int number, ByteBuffer block) {
    long at = (number + 1L) * BaseBlock.BYTES;
    int capacity = BaseBlock.capacity(header.width());
    long expected = Math.min(capacity, header.needles() - (long) number * capacity);
    file.readAt(at, block.clear());
    if (BaseBlock.isWhole(block.flip(), number)) {
      IndexRows rows = BaseBlock.rows(block, header.width());
      if (rows.count() == expected) {
        return rows;
      }
    }
    throw new AtollException(
        Fault.CORRUPT,
        file.path() + " at offset " + at + ": the block is damaged; the next merge makes it anew");
  }

  /// All needles in order of id. The file must stay open.
  RowCursor rows() {
    return new Rows();
  }

  /// Keeps the file open for one more user, who gives it back with [#release()].
  void retain() {
    file.retain();
  }

  void release() {
    file.close();
  }

  long memoryBytes() {
    return fences.memoryBytes();
  }

  @Override
  public void close() {
    file.close();
    fences.close();
  }

  /// Confined to one merge or visit.
  private final class Rows extends BlockCursor {

    private final ByteBuffer block = ByteBuffer.allocateDirect(BaseBlock.BYTES);
    private int number;

    Rows() {
      super(new IndexRows(ByteBuffer.allocate(0), header.width()));
    }

    @Override
    IndexRows read() {
      long before = (long) number * BaseBlock.capacity(header.width());
      return before < header.needles()
          ? DiskBase.this.read(number++, block)
          : new IndexRows(block.slice(0, 0), header.width());
    }
  }
}
