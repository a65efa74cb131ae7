package atoll.volume.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The page of the needles that came to a region after it was packed, ordered by id:
///
/// ```
/// n = 240
/// ┌──────────────┬──────────────┬─────────────┐
/// │ ids  n × 8   │ offsets n × 5│ sizes n × 4 │
/// └──────────────┴──────────────┴─────────────┘
/// ```
///
/// Everything is little-endian; an offset counts units of eight bytes. The page is taken with the
/// first needle. Readers may see torn needles here; [Region] tells them.
final class LatePage {

  /// How many needles a region takes before it is written anew.
  static final int NEEDLES_MAX = 240;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int OFFSET_BYTES = 5;
  private static final int OFFSETS = NEEDLES_MAX * Long.BYTES;
  private static final int SIZES = OFFSETS + NEEDLES_MAX * OFFSET_BYTES;
  private static final int NO_PAGE = -1;

  private final NeedleMemory memory;
  private int page = NO_PAGE;
  private int count;

  LatePage(NeedleMemory memory) {
    this.memory = memory;
  }

  /// How many needles there are; none where a reader does not see the page yet.
  int count() {
    return page == NO_PAGE ? 0 : count;
  }

  long id(int slot) {
    return memory.slab(page).get(LONG, NeedleMemory.start(page) + (long) slot * Long.BYTES);
  }

  /// The place of an id; if absent, `-1 - the place where it belongs`.
  int slot(long id) {
    int seen = page;
    if (seen == NO_PAGE) {
      return -1;
    }
    MemorySegment slab = memory.slab(seen);
    long ids = NeedleMemory.start(seen);
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

  NeedleLocation location(int slot) {
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    long at = start + OFFSETS + (long) slot * OFFSET_BYTES;
    long low = slab.get(INT, at) & 0xFFFF_FFFFL;
    return NeedleLocation.ofUnit(
        low | ((slab.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFFL) << 32),
        slab.get(INT, start + SIZES + (long) slot * Integer.BYTES));
  }

  /// Appends a needle to an image unless its id is below one.
  void copy(int slot, RegionImage image, long from) {
    long id = id(slot);
    if (Long.compareUnsigned(id, from) >= 0) {
      NeedleLocation location = location(slot);
      image.add(id, location.unit(), location.size());
    }
  }

  // ---- the writer, within a change of the region ----

  /// The page to insert into, taken now if it is the first needle; may fail for want of memory, so
  /// it is asked for before anything changes.
  int pageForOneMore() {
    return page == NO_PAGE ? memory.take(1)[0] : page;
  }

  void change(int slot, long unit, int size) {
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    long at = start + OFFSETS + (long) slot * OFFSET_BYTES;
    slab.set(INT, at, (int) unit);
    slab.set(ValueLayout.JAVA_BYTE, at + 4, (byte) (unit >>> 32));
    slab.set(INT, start + SIZES + (long) slot * Integer.BYTES, size);
  }

  /// Adds a needle at its place; there must be room.
  ///
  /// @param into what [#pageForOneMore] said
  void insert(int into, int place, long id, long unit, int size) {
    page = into;
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    open(slab, start, place, Long.BYTES);
    open(slab, start + OFFSETS, place, OFFSET_BYTES);
    open(slab, start + SIZES, place, Integer.BYTES);
    slab.set(LONG, start + (long) place * Long.BYTES, id);
    change(place, unit, size);
    count++;
  }

  private void open(MemorySegment slab, long column, int place, int width) {
    long from = column + (long) place * width;
    MemorySegment.copy(slab, from, slab, from + width, (long) (count - place) * width);
  }

  /// Gives the page back.
  void give() {
    if (page != NO_PAGE) {
      memory.give(page);
    }
  }

  long memoryBytes() {
    return page == NO_PAGE ? 0 : NeedleMemory.PAGE_BYTES;
  }
}
