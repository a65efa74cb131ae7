package atoll.volume.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Index rows set aside by range of id, in pages of the memory that the map they are for is made
/// of. A bucket takes equal parts of a span of ids; ids outside of it go to the first or the last.
/// Within a bucket rows keep their order.
///
/// ```
/// page, n = 256 rows with 4-byte offsets and 240 with 5-byte ones
/// ┌──────────────┬───────────────────────────────┬────────────────────────────┐
/// │ ids    n × 8 │ low 32 bits of unit, size n × 8│ high 8 bits of unit, n × 1 │ only if 5
/// └──────────────┴───────────────────────────────┴────────────────────────────┘
/// ```
///
/// Rows wait in small buffers in the heap until there are some for a page, so that writing to
/// hundreds of pages in turn stays in the processor's caches. Confined to one loader.
final class RowBuckets implements AutoCloseable {

  private static final int BUFFER_SHIFT = 4;
  private static final int BUFFER_ROWS = 1 << BUFFER_SHIFT;
  private static final int BUCKETS_MAX = 512;

  private final NeedleMemory memory;
  private final boolean wide;
  private final int pageRows;
  private final long lowest;
  private final int shift;
  private final int buckets;
  private final long[] ids;
  private final long[] rests;
  private final byte[] highs;
  private final int[] buffered;
  private final int[][] pages;
  private final int[] written;
  private final int[] taken;
  private final long[] someRests;
  private final byte[] someHighs;
  private long count;

  /// The ids from one to another.
  record Span(long lowest, long highest) {

    boolean isOneId() {
      return lowest == highest;
    }
  }

  /// @param span of the ids that are expected
  /// @param rows how many are expected
  RowBuckets(NeedleMemory memory, int offsetBytes, Span span, long rows) {
    this.memory = memory;
    this.lowest = span.lowest;
    wide = offsetBytes == 5;
    pageRows = wide ? 240 : 256;
    long wanted = Math.clamp(rows / Region.NEEDLES_MAX + 1, 1, BUCKETS_MAX);
    buckets = (int) Long.highestOneBit(2 * wanted - 1);
    int bucketBits = Integer.numberOfTrailingZeros(buckets);
    int spanBits = Long.SIZE - Long.numberOfLeadingZeros(span.highest - span.lowest);
    shift = Math.max(0, spanBits - bucketBits);
    ids = new long[buckets << BUFFER_SHIFT];
    rests = new long[buckets << BUFFER_SHIFT];
    highs = wide ? new byte[buckets << BUFFER_SHIFT] : new byte[0];
    buffered = new int[buckets];
    pages = new int[buckets][0];
    written = new int[buckets];
    taken = new int[buckets];
    someRests = new long[pageRows];
    someHighs = new byte[wide ? pageRows : 0];
  }

  int size() {
    return buckets;
  }

  /// How many rows there are in all.
  long count() {
    return count;
  }

  /// How many rows a bucket has.
  int rows(int bucket) {
    return Math.max(0, written[bucket] - taken[bucket] * pageRows) + buffered[bucket];
  }

  /// @param unit the offset divided by eight
  void add(long id, long unit, int size) {
    int bucket = bucketOf(id);
    int fill = buffered[bucket];
    int at = (bucket << BUFFER_SHIFT) + fill;
    ids[at] = id;
    rests[at] = (unit << 32) | (size & 0xFFFF_FFFFL);
    if (wide) {
      highs[at] = (byte) (unit >>> 32);
    }
    fill++;
    if (fill == BUFFER_ROWS) {
      write(bucket);
      fill = 0;
    }
    buffered[bucket] = fill;
    count++;
  }

  private int bucketOf(long id) {
    if (Long.compareUnsigned(id, lowest) < 0) {
      return 0;
    }
    long place = (id - lowest) >>> shift;
    return (place & -buckets) == 0 ? (int) place : buckets - 1;
  }

  private void write(int bucket) {
    int row = written[bucket] % pageRows;
    int number = written[bucket] / pageRows;
    if (row == 0) {
      if (number == pages[bucket].length) {
        pages[bucket] = Arrays.copyOf(pages[bucket], Math.max(4, 2 * number));
      }
      pages[bucket][number] = memory.take(1)[0];
    }
    int page = pages[bucket][number];
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    int from = bucket << BUFFER_SHIFT;
    MemorySegment.copy(ids, from, slab, JAVA_LONG, start + row * 8L, BUFFER_ROWS);
    MemorySegment.copy(rests, from, slab, JAVA_LONG, start + (pageRows + row) * 8L, BUFFER_ROWS);
    if (wide) {
      MemorySegment.copy(highs, from, slab, JAVA_BYTE, start + pageRows * 16L + row, BUFFER_ROWS);
    }
    written[bucket] += BUFFER_ROWS;
  }

  /// Which ids a bucket has; it must have rows.
  Span span(int bucket) {
    int from = bucket << BUFFER_SHIFT;
    long[] some = Arrays.copyOfRange(ids, from, from + buffered[bucket]);
    Span span = span(new Span(-1, 0), some);
    for (int row = taken[bucket] * pageRows; row < written[bucket]; row += pageRows) {
      int page = pages[bucket][row / pageRows];
      some = new long[Math.min(pageRows, written[bucket] - row)];
      MemorySegment.copy(
          memory.slab(page), JAVA_LONG, NeedleMemory.start(page), some, 0, some.length);
      span = span(span, some);
    }
    return span;
  }

  private static Span span(Span before, long[] some) {
    long lowest = before.lowest;
    long highest = before.highest;
    for (long id : some) {
      lowest = Long.compareUnsigned(id, lowest) < 0 ? id : lowest;
      highest = Long.compareUnsigned(id, highest) > 0 ? id : highest;
    }
    return new Span(lowest, highest);
  }

  /// Takes the next rows out of a bucket, those of a page, and gives that page back. A bucket that
  /// something was taken from takes no more rows.
  ///
  /// @return false if there are no more
  boolean take(int bucket, RegionImage target) {
    int inPages = written[bucket] - taken[bucket] * pageRows;
    int rows = inPages > 0 ? Math.min(inPages, pageRows) : buffered[bucket];
    if (rows == 0) {
      return false;
    }
    target.reserve(target.count + rows);
    if (inPages > 0) {
      takePage(bucket, rows, target);
    } else {
      takeBuffered(bucket, rows, target);
    }
    int at = target.count;
    for (int row = 0; row < rows; row++) {
      target.units[at + row] = someRests[row] >>> 32;
      target.sizes[at + row] = (int) someRests[row];
    }
    for (int row = 0; wide && row < rows; row++) {
      target.units[at + row] |= (someHighs[row] & 0xFFL) << 32;
    }
    target.count += rows;
    count -= rows;
    return true;
  }

  private void takePage(int bucket, int rows, RegionImage target) {
    int page = pages[bucket][taken[bucket]];
    MemorySegment slab = memory.slab(page);
    long start = NeedleMemory.start(page);
    MemorySegment.copy(slab, JAVA_LONG, start, target.ids, target.count, rows);
    MemorySegment.copy(slab, JAVA_LONG, start + pageRows * 8L, someRests, 0, rows);
    if (wide) {
      MemorySegment.copy(slab, JAVA_BYTE, start + pageRows * 16L, someHighs, 0, rows);
    }
    taken[bucket]++;
    memory.give(page);
  }

  private void takeBuffered(int bucket, int rows, RegionImage target) {
    int from = bucket << BUFFER_SHIFT;
    System.arraycopy(ids, from, target.ids, target.count, rows);
    System.arraycopy(rests, from, someRests, 0, rows);
    if (wide) {
      System.arraycopy(highs, from, someHighs, 0, rows);
    }
    buffered[bucket] = 0;
  }

  /// Gives back what was not taken out.
  @Override
  public void close() {
    for (int bucket = 0; bucket < buckets; bucket++) {
      int held = (written[bucket] + pageRows - 1) / pageRows;
      for (; taken[bucket] < held; taken[bucket]++) {
        memory.give(pages[bucket][taken[bucket]]);
      }
      written[bucket] = 0;
      taken[bucket] = 0;
      buffered[bucket] = 0;
    }
    count = 0;
  }
}
