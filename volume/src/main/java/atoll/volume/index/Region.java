package atoll.volume.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A range of needle ids: packed pages, written once and ordered by id, and one page of needles
/// that came late. When that page is full the region is written anew, in one or more parts.
///
/// ```
/// packed page: 4096 / (k + o + 4) needles, ordered by id
/// ┌──────┬────────┬────────┐    k: bytes of an id as its distance from the page's lowest, 1 to 8
/// │ id k │offset o│ size 4 │ …  o: bytes of an offset, 4 or 5
/// └──────┴────────┴────────┘
/// late page, n = 240
/// ┌──────────────┬──────────────┬─────────────┐
/// │ ids  n × 8   │ offsets n × 5│ sizes n × 4 │
/// └──────────────┴──────────────┴─────────────┘
/// ```
///
/// Everything is little-endian; an offset counts units of eight bytes.
///
/// One writer, any number of readers without a lock. `version` is odd while the writer changes a
/// page and stays odd for ever once the region is retired; a reader that does not find the same
/// even number before and after it looked looks again, so it never acts on a torn or foreign
/// needle.
final class Region {

  /// A packed region is never larger than this: 24,000 needles are written anew in well under a
  /// millisecond.
  static final int NEEDLES_MAX = 24_000;

  /// How many late needles a region takes before it is written anew.
  static final int LATE_MAX = 240;

  /// What [#find] answers when the region has been replaced: this very object.
  private static final NeedleLocation RETIRED = new NeedleLocation(0, 0);

  private static final int VERSION_RETIRED = -1;
  private static final int ABSENT = Integer.MIN_VALUE;
  private static final int LATE_OFFSETS = LATE_MAX * Long.BYTES;
  private static final int LATE_OFFSET_BYTES = 5;
  private static final int LATE_SIZES = LATE_OFFSETS + LATE_MAX * LATE_OFFSET_BYTES;
  private static final int NO_PAGE = -1;

  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Region.class, "version", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a field of this very class", impossible);
    }
  }

  private final NeedleMemory memory;
  private final int offsetBytes;
  private final int idBytes;
  private final long idMask;
  private final int packedCount;
  private final int rowBytes;
  private final int pageCapacity;
  private final int[] pages;
  private final long[] pageLowest;

  private int latePage = NO_PAGE;
  private int lateCount;

  @SuppressWarnings("unused") // through VERSION
  private int version;

  /// An empty region.
  Region(NeedleMemory memory, int offsetBytes) {
    this(memory, offsetBytes, new RegionImage(), 0, 0);
  }

  /// A packed region of the image's needles `from` (inclusive) to `to` (exclusive).
  Region(NeedleMemory memory, int offsetBytes, RegionImage image, int from, int to) {
    this.memory = memory;
    this.offsetBytes = offsetBytes;
    packedCount = to - from;
    idBytes = idBytes(image, from, to, offsetBytes);
    idMask = -1L >>> (Long.SIZE - 8 * idBytes);
    rowBytes = idBytes + offsetBytes + Integer.BYTES;
    pageCapacity = NeedleMemory.PAGE_BYTES / rowBytes;
    pages = memory.take((packedCount + pageCapacity - 1) / pageCapacity);
    pageLowest = new long[pages.length];
    for (int page = 0; page < pages.length; page++) {
      int first = from + page * pageCapacity;
      pageLowest[page] = image.ids[first];
      writePage(page, image, first, Math.min(first + pageCapacity, to));
    }
  }

  /// The fewest bytes that hold every id as its distance from the lowest of its page.
  private static int idBytes(RegionImage image, int from, int to, int offsetBytes) {
    for (int bytes = 1; bytes < Long.BYTES; bytes++) {
      int capacity = NeedleMemory.PAGE_BYTES / (bytes + offsetBytes + Integer.BYTES);
      long spread = 0;
      for (int first = from; first < to; first += capacity) {
        spread |= image.ids[Math.min(first + capacity, to) - 1] - image.ids[first];
      }
      if (spread >>> (8 * bytes) == 0) {
        return bytes;
      }
    }
    return Long.BYTES;
  }

  private void writePage(int place, RegionImage image, int from, int to) {
    int page = pages[place];
    long lowest = pageLowest[place];
    MemorySegment slab = memory.slab(page);
    long at = NeedleMemory.start(page);
    for (int i = from; i < to; i++) {
      // An id reaches into the offset behind it, which is written afterwards.
      slab.set(LONG, at, image.ids[i] - lowest);
      setOffset(slab, at + idBytes, image.units[i], offsetBytes);
      slab.set(INT, at + idBytes + offsetBytes, image.sizes[i]);
      at += rowBytes;
    }
  }

  private static void setOffset(MemorySegment slab, long at, long unit, int bytes) {
    slab.set(INT, at, (int) unit);
    if (bytes == 5) {
      slab.set(JAVA_BYTE, at + 4, (byte) (unit >>> 32));
    }
  }

  private static long offset(MemorySegment slab, long at, int bytes) {
    long low = slab.get(INT, at) & 0xFFFF_FFFFL;
    return bytes == 5 ? low | ((slab.get(JAVA_BYTE, at + 4) & 0xFFL) << 32) : low;
  }

  // ---- readers --------------------------------------------------------------------------------

  /// Whether an answer of [#find] says that the region has been replaced.
  @SuppressWarnings("ReferenceEquality") // a marker is itself, whatever it contains
  static boolean isRetired(@Nullable NeedleLocation found) {
    return found == RETIRED;
  }

  /// Where a needle lies; null if it is not here. See [#isRetired].
  @Nullable NeedleLocation find(long id) {
    while (true) {
      int before = (int) VERSION.getAcquire(this);
      if (before == VERSION_RETIRED) {
        return RETIRED;
      }
      if ((before & 1) == 0) {
        NeedleLocation found = look(id);
        VarHandle.acquireFence();
        if ((int) VERSION.getOpaque(this) == before) {
          return found;
        }
      }
    }
  }

  /// Appends all needles with an id of at least `from` to the image, in order of id.
  ///
  /// @return false if the region has been replaced; the image is then as before
  boolean copyTo(RegionImage image, long from) {
    int start = image.count;
    while (true) {
      int before = (int) VERSION.getAcquire(this);
      if (before == VERSION_RETIRED) {
        return false;
      }
      if ((before & 1) == 0) {
        image.count = start;
        copy(image, from);
        VarHandle.acquireFence();
        if ((int) VERSION.getOpaque(this) == before) {
          return true;
        }
      }
    }
  }

  private @Nullable NeedleLocation look(long id) {
    int slot = packedSlot(id);
    if (slot >= 0) {
      return packed(slot);
    }
    int late = lateSlot(id);
    return late >= 0 ? late(late) : null;
  }

  private int packedSlot(long id) {
    if (packedCount == 0 || Long.compareUnsigned(id, pageLowest[0]) < 0) {
      return ABSENT;
    }
    int page = pageOf(id);
    long wanted = id - pageLowest[page];
    if (Long.compareUnsigned(wanted, idMask) > 0) {
      return ABSENT;
    }
    int first = page * pageCapacity;
    int last = Math.min(pageCapacity, packedCount - first) - 1;
    int place = search(page, wanted, last);
    return place < 0 ? ABSENT : first + place;
  }

  /// Looks where the id would lie if ids were spread evenly, then farther and farther from there,
  /// then halves what is left: two or three looks where ids were drawn at random or are dense.
  private int search(int page, long wanted, int last) {
    MemorySegment slab = memory.slab(pages[page]);
    long start = NeedleMemory.start(pages[page]);
    int low = 0;
    int high = last;
    int look = guess(page, wanted, last);
    int step = 1;
    while (low <= high) {
      int order =
          Long.compareUnsigned(slab.get(LONG, start + (long) look * rowBytes) & idMask, wanted);
      if (order == 0) {
        return look;
      }
      if (order < 0) {
        low = look + 1;
        look = look + step < high ? look + step : (low + high) >>> 1;
      } else {
        high = look - 1;
        look = look - step > low ? look - step : (low + high) >>> 1;
      }
      step = low > 0 && high < last ? last : step * 4;
    }
    return ABSENT;
  }

  private int guess(int page, long wanted, int last) {
    if (page + 1 == pageLowest.length) {
      return last >>> 1;
    }
    double span = (pageLowest[page + 1] - pageLowest[page]) >>> 1;
    return Math.min(last, (int) ((wanted >>> 1) / span * pageCapacity));
  }

  private int pageOf(long id) {
    int low = 0;
    int high = pageLowest.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(pageLowest[middle], id) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private NeedleLocation packed(int slot) {
    int page = pages[slot / pageCapacity];
    MemorySegment slab = memory.slab(page);
    long at = NeedleMemory.start(page) + (long) (slot % pageCapacity) * rowBytes + idBytes;
    return NeedleLocation.ofUnit(offset(slab, at, offsetBytes), slab.get(INT, at + offsetBytes));
  }

  /// The place of an id among the late ones; if absent, `-1 - the place where it belongs`.
  private int lateSlot(long id) {
    int page = latePage;
    int count = lateCount;
    if (page == NO_PAGE) {
      return -1;
    }
    MemorySegment slab = memory.slab(page);
    long ids = NeedleMemory.start(page);
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(slab.get(LONG, ids + (long) middle * Long.BYTES), id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  private @Nullable NeedleLocation late(int slot) {
    int page = latePage;
    if (page == NO_PAGE) {
      return null;
    }
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    return NeedleLocation.ofUnit(
        offset(slab, start + LATE_OFFSETS + (long) slot * LATE_OFFSET_BYTES, LATE_OFFSET_BYTES),
        slab.get(INT, start + LATE_SIZES + (long) slot * Integer.BYTES));
  }

  private void copy(RegionImage image, long from) {
    int late = 0;
    int latePageNow = latePage;
    int lateEnd = latePageNow == NO_PAGE ? 0 : lateCount;
    for (int page = 0; page < pages.length; page++) {
      MemorySegment slab = memory.slab(pages[page]);
      long at = NeedleMemory.start(pages[page]);
      int inPage = Math.min(pageCapacity, packedCount - page * pageCapacity);
      for (int i = 0; i < inPage; i++) {
        long id = pageLowest[page] + (slab.get(LONG, at) & idMask);
        while (late < lateEnd && Long.compareUnsigned(lateId(latePageNow, late), id) < 0) {
          copyLate(image, latePageNow, late++, from);
        }
        if (Long.compareUnsigned(id, from) >= 0) {
          image.add(
              id,
              offset(slab, at + idBytes, offsetBytes),
              slab.get(INT, at + idBytes + offsetBytes));
        }
        at += rowBytes;
      }
    }
    while (late < lateEnd) {
      copyLate(image, latePageNow, late++, from);
    }
  }

  private long lateId(int page, int slot) {
    return memory.slab(page).get(LONG, NeedleMemory.start(page) + (long) slot * Long.BYTES);
  }

  private void copyLate(RegionImage image, int page, int slot, long from) {
    long id = lateId(page, slot);
    if (Long.compareUnsigned(id, from) < 0) {
      return;
    }
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    image.add(
        id,
        offset(slab, start + LATE_OFFSETS + (long) slot * LATE_OFFSET_BYTES, LATE_OFFSET_BYTES),
        slab.get(INT, start + LATE_SIZES + (long) slot * Integer.BYTES));
  }

  // ---- the writer -----------------------------------------------------------------------------

  /// How many needles the region holds.
  int count() {
    return packedCount + lateCount;
  }

  boolean hasLate() {
    return lateCount > 0;
  }

  /// The highest packed id; only for a region that has one and no late needles.
  long highestPacked() {
    int page = pages.length - 1;
    int last = packedCount - 1 - page * pageCapacity;
    long at = NeedleMemory.start(pages[page]) + (long) last * rowBytes;
    return pageLowest[page] + (memory.slab(pages[page]).get(LONG, at) & idMask);
  }

  /// Changes a needle that is here.
  ///
  /// @return whether it is
  boolean replace(long id, long unit, int size) {
    int slot = packedSlot(id);
    if (slot >= 0) {
      int page = pages[slot / pageCapacity];
      long at = NeedleMemory.start(page) + (long) (slot % pageCapacity) * rowBytes + idBytes;
      change(page, at, offsetBytes, at + offsetBytes, unit, size);
      return true;
    }
    int late = lateSlot(id);
    if (late < 0) {
      return false;
    }
    long start = NeedleMemory.start(latePage);
    change(
        latePage,
        start + LATE_OFFSETS + (long) late * LATE_OFFSET_BYTES,
        LATE_OFFSET_BYTES,
        start + LATE_SIZES + (long) late * Integer.BYTES,
        unit,
        size);
    return true;
  }

  private void change(int page, long offsetAt, int width, long sizeAt, long unit, int size) {
    MemorySegment slab = memory.slab(page);
    beginChange();
    setOffset(slab, offsetAt, unit, width);
    slab.set(INT, sizeAt, size);
    endChange();
  }

  /// Takes a needle that is not here yet.
  ///
  /// @return false if there is no room: the region must be written anew
  boolean insert(long id, long unit, int size) {
    if (lateCount == LATE_MAX) {
      return false;
    }
    int page = latePage == NO_PAGE ? memory.take(1)[0] : latePage;
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    int place = -1 - lateSlot(id);
    beginChange();
    latePage = page;
    open(slab, start, place, Long.BYTES);
    open(slab, start + LATE_OFFSETS, place, LATE_OFFSET_BYTES);
    open(slab, start + LATE_SIZES, place, Integer.BYTES);
    slab.set(LONG, start + (long) place * Long.BYTES, id);
    setOffset(slab, start + LATE_OFFSETS + (long) place * LATE_OFFSET_BYTES, unit, 5);
    slab.set(INT, start + LATE_SIZES + (long) place * Integer.BYTES, size);
    lateCount++;
    endChange();
    return true;
  }

  private void open(MemorySegment slab, long column, int place, int width) {
    long from = column + (long) place * width;
    MemorySegment.copy(slab, from, slab, from + width, (long) (lateCount - place) * width);
  }

  /// Ends this region after its successor has been published, and gives its pages back.
  void retire() {
    VERSION.setVolatile(this, VERSION_RETIRED);
    VarHandle
        .fullFence(); // nobody may write to the pages before readers can see that they are gone
    memory.give(pages);
    if (latePage != NO_PAGE) {
      memory.give(latePage);
    }
  }

  private void beginChange() {
    VERSION.setOpaque(this, (int) VERSION.get(this) + 1);
    VarHandle.storeStoreFence();
  }

  private void endChange() {
    VERSION.setRelease(this, ((int) VERSION.get(this) + 1) & Integer.MAX_VALUE);
  }

  /// Memory outside and inside the heap.
  long memoryBytes() {
    int held = pages.length + (latePage == NO_PAGE ? 0 : 1);
    return (long) held * NeedleMemory.PAGE_BYTES + pages.length * 12L + 120;
  }
}
