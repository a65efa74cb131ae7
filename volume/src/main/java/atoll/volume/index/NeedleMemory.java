package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for all needle maps of a store: pages of 4 KiB, so that a map of ten
/// needles costs one page and a map of ten million wastes none.
///
/// Pages are handed out again but never unmapped before [#close()]. A reader may therefore still
/// look into a page that has found a new owner: it sees foreign bytes, never unmapped memory, and
/// [Region] tells it that what it saw does not count.
///
/// Shared; guarded by its own lock. Looking up a page takes none.
public final class NeedleMemory implements AutoCloseable {

  static final int PAGE_BYTES = 4096;

  private static final int PAGE_SHIFT = 12;
  private static final int SLAB_SHIFT = 8;
  private static final int SLAB_PAGES = 1 << SLAB_SHIFT;
  private static final int IMAGES_KEPT = 2;
  private static final int BLOCKS_KEPT = 64;
  private static final int IMAGE_MAX = 2 * Region.NEEDLES_MAX;

  private final Arena arena = Arena.ofShared();
  private final long bytesMax;
  private final ArrayDeque<RegionImage> images = new ArrayDeque<>();
  private final ArrayBlockingQueue<ByteBuffer> blocks = new ArrayBlockingQueue<>(BLOCKS_KEPT);

  private volatile MemorySegment[] slabs = {};
  private int[] free = new int[SLAB_PAGES];
  private int freeCount;

  /// Slabs that are there or just being taken from the operating system.
  private int ordered;

  /// Held by whoever takes slabs ahead of need, and for closing.
  private final Object readying = new Object();

  private volatile boolean closed;

  /// @param bytesMax how much memory all maps together may take; a map that needs more fails with
  ///   `NO_SPACE` and stays as it was
  public NeedleMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Bytes taken from the operating system.
  public long reservedBytes() {
    return (long) slabs.length << (SLAB_SHIFT + PAGE_SHIFT);
  }

  /// Bytes of the pages that maps hold at present.
  public synchronized long usedBytes() {
    return reservedBytes() - ((long) freeCount << PAGE_SHIFT);
  }

  /// The memory in which a page lies, from [#start] on.
  MemorySegment slab(int page) {
    return slabs[page >>> SLAB_SHIFT];
  }

  /// Where a page begins in its slab.
  static long start(int page) {
    return (long) (page & (SLAB_PAGES - 1)) << PAGE_SHIFT;
  }

  /// Hands out `count` pages, all or none. Their content is arbitrary.
  synchronized int[] take(int count) {
    while (freeCount < count) {
      grow();
    }
    freeCount -= count;
    return Arrays.copyOfRange(free, freeCount, freeCount + count);
  }

  synchronized void give(int... pages) {
    Check.that(
        freeCount + pages.length <= slabs.length << SLAB_SHIFT, "a page was given back twice");
    System.arraycopy(pages, 0, free, freeCount, pages.length);
    freeCount += pages.length;
  }

  private void grow() {
    if (!mayOrder()) {
      throw new AtollException(
          Fault.NO_SPACE,
          "needle maps need more than the "
              + bytesMax
              + " bytes they may take; raise that limit, or use the map on disk");
    }
    MemorySegment slab = allocate();
    ordered++;
    add(slab);
  }

  /// Takes memory from the operating system until so many pages are free, or no more may be taken.
  /// That takes a while, mostly in the operating system, and keeps nobody waiting who finds free
  /// pages.
  void makeReady(int pages) {
    synchronized (readying) {
      while (!closed && order(pages)) {
        @Nullable MemorySegment slab = null;
        try {
          slab = allocate();
        } finally {
          arrived(slab);
        }
      }
    }
  }

  /// @return whether one more slab is wanted and may be taken
  private synchronized boolean order(int pages) {
    boolean orders = freeCount < pages && mayOrder();
    ordered += orders ? 1 : 0;
    return orders;
  }

  private boolean mayOrder() {
    return (ordered + 1L) << (SLAB_SHIFT + PAGE_SHIFT) <= bytesMax;
  }

  private MemorySegment allocate() {
    return arena.allocate((long) SLAB_PAGES << PAGE_SHIFT, PAGE_BYTES);
  }

  private synchronized void arrived(@Nullable MemorySegment slab) {
    if (slab == null) {
      ordered--;
    } else {
      add(slab);
    }
  }

  private void add(MemorySegment slab) {
    MemorySegment[] grown = Arrays.copyOf(slabs, slabs.length + 1);
    int first = slabs.length << SLAB_SHIFT;
    grown[slabs.length] = slab;
    slabs = grown;
    if (free.length < grown.length << SLAB_SHIFT) {
      free = Arrays.copyOf(free, Math.max(free.length * 2, grown.length << SLAB_SHIFT));
    }
    for (int page = first + SLAB_PAGES - 1; page >= first; page--) {
      free[freeCount++] = page;
    }
  }

  /// Room to sort out the needles of a region; to be given back with [#giveImage].
  synchronized RegionImage takeImage() {
    RegionImage kept = images.poll();
    return kept == null ? new RegionImage() : kept;
  }

  synchronized void giveImage(RegionImage image) {
    if (images.size() < IMAGES_KEPT && image.ids.length <= IMAGE_MAX) {
      image.clear();
      images.push(image);
    }
  }

  /// A direct buffer of a page, to read a block of a map on disk into; to be given back with
  /// [#giveBlock].
  ByteBuffer takeBlock() {
    ByteBuffer kept = blocks.poll();
    return kept == null ? ByteBuffer.allocateDirect(PAGE_BYTES) : kept.clear();
  }

  /// Keeps a buffer for the next reader, unless enough are kept.
  @SuppressWarnings("ReturnValueIgnored") // a buffer that is not kept is garbage
  void giveBlock(ByteBuffer block) {
    blocks.offer(block);
  }

  /// Unmaps everything. All maps must be closed already.
  @Override
  public void close() {
    closed = true;
    synchronized (readying) {
      arena.close();
    }
  }
}
