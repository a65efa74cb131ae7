package atoll.volume.index;

import atoll.kit.Check;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Fills a needle map from the rows of an index file, much faster than one [NeedleMap#put] a row. A
/// row that enters a needle above all ids before it goes straight to the next region: so do all
/// rows behind a vacuum by another server, and most under ascending ids. Any other row is set aside
/// by its range of ids; in the end each range is sorted, which the processor's caches hold, and
/// merged into its regions.
///
/// A row set aside takes as much as a needle in the map, and its page is free again before the
/// region that takes its place is full. Rows that leave no needle of their own, because they delete
/// one or enter it again, are what loading needs beyond the map: once they are a tenth of all, what
/// was set aside so far is entered.
///
/// Confined to the loader, which is the map's only writer until [#finish()].
public final class BulkLoad implements AutoCloseable {

  /// Rows sorted at a time: about 2 MiB with their copy and what sorts them.
  private static final int SORTED_MAX = 1 << 15;

  /// Rows from which the span of ids is guessed.
  private static final int GUESS_ROWS = 1 << 10;

  /// Pages that are made ready while rows are read: 8 MiB.
  private static final int READY_PAGES = 1 << 11;

  /// So many needles take a page or more.
  private static final int PAGE_NEEDLES = 450;

  private static final int REPEATS_MIN = 1 << 16;
  private static final int REPEATS_SHARE = 10;

  private final MemoryNeedleMap map;
  private final NeedleMemory memory;
  private final long rowsExpected;
  private final Executor work;
  private final AtomicBoolean makesReady = new AtomicBoolean();
  private final RowCounters counters = new RowCounters();
  private final RepeatSample sample = new RepeatSample();
  private final RowSort sorting = new RowSort();
  private final RegionImage ascending = new RegionImage();
  private final RegionImage first = new RegionImage(GUESS_ROWS);
  private final RegionImage rows = new RegionImage(SORTED_MAX);
  private final RegionImage spare = new RegionImage(SORTED_MAX);
  private @Nullable RowBuckets aside;
  private long highest;
  private long deletions;
  private long lookAt = REPEATS_MIN;
  private long rowsEntered;

  /// @param map empty
  /// @param rowsExpected how many rows there are; only a guess
  /// @param work what gets memory ready while rows are entered; nothing waits for it
  public BulkLoad(MemoryNeedleMap map, NeedleMemory memory, long rowsExpected, Executor work) {
    Check.that(map.count() == 0, "a map is loaded once");
    this.map = map;
    this.memory = memory;
    this.rowsExpected = rowsExpected;
    this.work = work;
  }

  /// The rows of a part of an index file; parts come in the order of the file.
  public void enter(IndexRows part) {
    makeReady();
    rowsEntered += part.count();
    int row = 0;
    while (row < part.count()) {
      row += append(part, row);
      row = setAside(part, row);
    }
    look();
  }

  /// Has pages taken from the operating system before they are needed: for many ascending rows that
  /// takes almost as long as to enter them.
  private void makeReady() {
    boolean many = rowsExpected - rowsEntered > (long) READY_PAGES * PAGE_NEEDLES;
    if (many && makesReady.compareAndSet(false, true)) {
      try {
        work.execute(() -> {
          try {
            memory.makeReady(READY_PAGES);
          } finally {
            makesReady.set(false);
          }
        });
      } catch (RejectedExecutionException _) {
        // Then each page comes when it is needed.
      }
    }
  }

  /// Enters rows above all others.
  ///
  /// @return how many
  private int append(IndexRows part, int from) {
    int row = from;
    int copied;
    do {
      if (ascending.count == Region.NEEDLES_MAX) {
        enterAscending();
      }
      int room = Math.min(part.count() - row, Region.NEEDLES_MAX - ascending.count);
      copied = part.copyAscending(row, room, highest, ascending);
      if (copied > 0) {
        highest = ascending.ids[ascending.count - 1];
        row += copied;
      }
    } while (copied > 0 && ascending.count == Region.NEEDLES_MAX);
    return row - from;
  }

  /// Sets rows aside, up to one that is above all others.
  ///
  /// @return where that one is
  private int setAside(IndexRows part, int from) {
    long top = highest;
    int row = from;
    for (; row < part.count(); row++) {
      long id = part.id(row);
      long unit = part.offset(row) >>> 3;
      int size = part.size(row);
      boolean live = IndexRow.isLive(unit, size);
      if (Long.compareUnsigned(id, top) > 0) {
        if (live) {
          break;
        }
        top = id;
      }
      setAside(id, live ? unit : 0, live ? size : RowMerge.DELETES);
    }
    highest = top;
    return row;
  }

  private void enterAscending() {
    if (ascending.count > 0) {
      counters.putNew(ascending);
      map.append(ascending);
      ascending.clear();
    }
  }

  private void setAside(long id, long unit, int size) {
    if (size == RowMerge.DELETES) {
      deletions++;
    }
    RowBuckets buckets = aside;
    if (buckets != null) {
      buckets.add(id, unit, size);
      sample.see(id);
      return;
    }
    first.add(id, unit, size);
    if (first.count == GUESS_ROWS) {
      aside = bucketsFor(first, rowsExpected);
    }
  }

  /// Enters all that was set aside if too little of it will become needles.
  private void look() {
    RowBuckets buckets = aside;
    if (buckets != null && buckets.count() >= lookAt) {
      long all = map.count() + buckets.count();
      long repeats = Math.max(deletions, sample.repeats(map));
      if (repeats > Math.max(REPEATS_MIN, all / REPEATS_SHARE)) {
        enterAll();
        lookAt = 0;
      }
      lookAt += Math.max(REPEATS_MIN, all / 16);
    }
  }

  private RowBuckets bucketsFor(RegionImage some, long expected) {
    long lowest = some.ids[0];
    long top = some.ids[0];
    for (int i = 1; i < some.count; i++) {
      lowest = Long.compareUnsigned(some.ids[i], lowest) < 0 ? some.ids[i] : lowest;
      top = Long.compareUnsigned(some.ids[i], top) > 0 ? some.ids[i] : top;
    }
    RowBuckets buckets =
        new RowBuckets(memory, map.offsetBytes(), new RowBuckets.Span(lowest, top), expected);
    move(some, buckets);
    return buckets;
  }

  private static void move(RegionImage from, RowBuckets to) {
    for (int i = 0; i < from.count; i++) {
      to.add(from.ids[i], from.units[i], from.sizes[i]);
    }
    from.clear();
  }

  /// Enters what is left.
  ///
  /// @return what the rows add up to
  public RowCounters finish() {
    enterAll();
    return counters;
  }

  private void enterAll() {
    enterAscending();
    RowBuckets buckets = aside;
    aside = null;
    try (RowMerge merge = new RowMerge(map, memory, counters)) {
      if (buckets != null) {
        drain(buckets, merge);
      } else {
        merge.enter(sorting.sort(first, spare));
        first.clear();
      }
      merge.finish();
    }
    sample.clear();
    deletions = 0;
  }

  private void drain(RowBuckets buckets, RowMerge merge) {
    try (buckets) {
      for (int bucket = 0; bucket < buckets.size(); bucket++) {
        if (buckets.rows(bucket) <= SORTED_MAX) {
          rows.clear();
          while (buckets.take(bucket, rows)) {
            // Page by page.
          }
          merge.enter(sorting.sort(rows, spare));
        } else {
          drainLarge(buckets, bucket, merge);
        }
      }
    }
  }

  /// A bucket with too many rows to sort at once has buckets of its own, unless all its rows are of
  /// one needle.
  private void drainLarge(RowBuckets buckets, int bucket, RowMerge merge) {
    RowBuckets.Span span = buckets.span(bucket);
    if (span.isOneId()) {
      do {
        rows.clear();
        while (rows.count < SORTED_MAX / 2 && buckets.take(bucket, rows)) {
          // Page by page.
        }
        merge.enter(rows);
      } while (rows.count > 0);
      return;
    }
    RowBuckets parts = new RowBuckets(memory, map.offsetBytes(), span, buckets.rows(bucket));
    try (parts) {
      spare.clear();
      while (buckets.take(bucket, spare)) {
        move(spare, parts);
      }
      drain(parts, merge);
    }
  }

  /// Gives back the memory of a load that was not finished.
  @Override
  public void close() {
    RowBuckets buckets = aside;
    if (buckets != null) {
      aside = null;
      buckets.close();
    }
  }
}
