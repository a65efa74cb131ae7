package atoll.volume.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Needles ordered by id in pages that are written once; afterwards only an offset with its size
/// changes in place.
///
/// ```
/// page: 4096 / (k + o + 4) needles, ordered by id
/// ┌──────┬────────┬────────┐    k: bytes of an id as its distance from the page's lowest, 1 to 8
/// │ id k │offset o│ size 4 │ …  o: bytes of an offset, 4 or 5
/// └──────┴────────┴────────┘
/// ```
///
/// Everything is little-endian; an offset counts units of eight bytes. Readers may see torn needles
/// here; [Region] tells them.
final class PackedPages {

  static final int ABSENT = Integer.MIN_VALUE;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final NeedleMemory memory;
  private final int offsetBytes;
  private final int idBytes;
  private final long idMask;
  private final int count;
  private final int rowBytes;
  private final int pageCapacity;
  private final int[] pages;
  private final long[] pageLowest;

  /// The image's needles `from` (inclusive) to `to` (exclusive).
  PackedPages(NeedleMemory memory, int offsetBytes, RegionImage image, int from, int to) {
    this.memory = memory;
    this.offsetBytes = offsetBytes;
    count = to - from;
    idBytes = idBytes(image, from, to, offsetBytes);
    idMask = -1L >>> (Long.SIZE - 8 * idBytes);
    rowBytes = idBytes + offsetBytes + Integer.BYTES;
    pageCapacity = NeedleMemory.PAGE_BYTES / rowBytes;
    pages = memory.take((count + pageCapacity - 1) / pageCapacity);
    pageLowest = new long[pages.length];
    byte[] bytes = new byte[NeedleMemory.PAGE_BYTES];
    for (int page = 0; page < pages.length; page++) {
      int first = from + page * pageCapacity;
      pageLowest[page] = image.ids[first];
      int written = write(image, first, Math.min(first + pageCapacity, to), bytes);
      long start = NeedleMemory.start(pages[page]);
      MemorySegment slab = memory.slab(pages[page]);
      MemorySegment.copy(bytes, 0, slab, ValueLayout.JAVA_BYTE, start, written);
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

  private int write(RegionImage image, int from, int to, byte[] bytes) {
    long[] ids = image.ids;
    long[] units = image.units;
    int[] sizes = image.sizes;
    long lowest = ids[from];
    boolean wide = offsetBytes == 5;
    int step = idBytes;
    int at = 0;
    for (int i = from; i < to; i++) {
      // An id reaches into the offset behind it, which is written afterwards.
      LONG_IN_ARRAY.set(bytes, at, ids[i] - lowest);
      at += step;
      long unit = units[i];
      if (wide) {
        INT_IN_ARRAY.set(bytes, at, (int) unit);
        bytes[at + 4] = (byte) (unit >>> Integer.SIZE);
        INT_IN_ARRAY.set(bytes, at + 5, sizes[i]);
        at += 9;
      } else {
        LONG_IN_ARRAY.set(bytes, at, ((long) sizes[i] << Integer.SIZE) | unit);
        at += 8;
      }
    }
    return at;
  }

  int count() {
    return count;
  }

  /// The highest id, if there is any.
  long highest() {
    int page = pages.length - 1;
    return id(page, count - 1 - page * pageCapacity);
  }

  private long id(int page, int row) {
    long at = NeedleMemory.start(pages[page]) + (long) row * rowBytes;
    return pageLowest[page] + (memory.slab(pages[page]).get(LONG, at) & idMask);
  }

  /// The place of an id, or [#ABSENT].
  int slot(long id) {
    if (count == 0 || Long.compareUnsigned(id, pageLowest[0]) < 0) {
      return ABSENT;
    }
    int page = pageOf(id);
    long wanted = id - pageLowest[page];
    if (Long.compareUnsigned(wanted, idMask) > 0) {
      return ABSENT;
    }
    int first = page * pageCapacity;
    int last = Math.min(pageCapacity, count - first) - 1;
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

  private long locationAt(int slot) {
    int page = pages[slot / pageCapacity];
    return NeedleMemory.start(page) + (long) (slot % pageCapacity) * rowBytes + idBytes;
  }

  NeedleLocation location(int slot) {
    MemorySegment slab = memory.slab(pages[slot / pageCapacity]);
    long at = locationAt(slot);
    return NeedleLocation.ofUnit(unit(slab, at), slab.get(INT, at + offsetBytes));
  }

  private long unit(MemorySegment slab, long at) {
    long low = slab.get(INT, at) & 0xFFFF_FFFFL;
    return offsetBytes == 5 ? low | ((slab.get(ValueLayout.JAVA_BYTE, at + 4) & 0xFFL) << 32) : low;
  }

  /// Changes where a needle lies. For the writer, within a change of the region.
  void change(int slot, long unit, int size) {
    MemorySegment slab = memory.slab(pages[slot / pageCapacity]);
    long at = locationAt(slot);
    slab.set(INT, at, (int) unit);
    if (offsetBytes == 5) {
      slab.set(ValueLayout.JAVA_BYTE, at + 4, (byte) (unit >>> 32));
    }
    slab.set(INT, at + offsetBytes, size);
  }

  /// Appends all needles to an image that are not below an id, and those of the late page between
  /// them, as far as its count says.
  void copy(RegionImage image, LatePage late, int lateEnd, long from) {
    int next = 0;
    for (int page = 0; page < pages.length; page++) {
      MemorySegment slab = memory.slab(pages[page]);
      long at = NeedleMemory.start(pages[page]);
      int inPage = Math.min(pageCapacity, count - page * pageCapacity);
      for (int i = 0; i < inPage; i++) {
        long id = pageLowest[page] + (slab.get(LONG, at) & idMask);
        while (next < lateEnd && Long.compareUnsigned(late.id(next), id) < 0) {
          late.copy(next++, image, from);
        }
        if (Long.compareUnsigned(id, from) >= 0) {
          image.add(id, unit(slab, at + idBytes), slab.get(INT, at + idBytes + offsetBytes));
        }
        at += rowBytes;
      }
    }
    while (next < lateEnd) {
      late.copy(next++, image, from);
    }
  }

  /// Gives the pages back.
  void give() {
    memory.give(pages);
  }

  /// Memory outside and inside the heap.
  long memoryBytes() {
    return (long) pages.length * (NeedleMemory.PAGE_BYTES + Integer.BYTES + Long.BYTES);
  }
}
