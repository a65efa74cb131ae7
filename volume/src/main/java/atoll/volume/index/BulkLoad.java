package atoll.volume.index;

import atoll.kit.Check;
import org.jspecify.annotations.Nullable;

/// Fills a needle map from the rows of an index file, much faster than one [NeedleMap#put] a row:
/// rows are gathered, ordered by id and merged region by region. Rows that already come in order,
/// as they do behind a vacuum and under ascending ids, become regions directly.
///
/// A batch holds at most a sixteenth of what the map holds, so that loading needs little more
/// memory than the map. Confined to the loader, which is the map's only writer until [#finish()].
public final class BulkLoad {

  private static final int BATCH_MIN = 1 << 16;
  private static final int BATCH_MAX = 1 << 20;

  /// The size of a row that deletes.
  private static final int DELETES = -1;

  /// So many new ids in ascending order are a reason to look for a whole region of them.
  private static final int PROMISING_ROWS = 64;

  /// Fewer rows than this are not worth a region of their own.
  private static final int REGION_ROWS_MIN = Region.NEEDLES_MAX / 2;

  private final MemoryNeedleMap map;
  private final NeedleMemory memory;
  private final RowCounters counters = new RowCounters();
  private RegionImage rows = new RegionImage();
  private RegionImage spare = new RegionImage();
  private int batch = BATCH_MIN;
  private long highestWaiting;

  public BulkLoad(MemoryNeedleMap map, NeedleMemory memory) {
    this.map = map;
    this.memory = memory;
  }

  /// The rows of a part of an index file; parts come in the order of the file.
  public void enter(IndexRows part) {
    int row = 0;
    while (row < part.count()) {
      row = isPromising(part, row) ? enterRun(part, row) : enterRow(part, row);
    }
  }

  private int enterRow(IndexRows part, int row) {
    if (part.isLive(row)) {
      put(part.id(row), part.offset(row) >>> 3, part.size(row));
    } else {
      delete(part.id(row));
    }
    return row + 1;
  }

  /// Whether the next rows are new needles above all others, in ascending order.
  private boolean isPromising(IndexRows part, int row) {
    int end = row + PROMISING_ROWS;
    return end <= part.count() && runEnd(part, row, end) == end;
  }

  private int runEnd(IndexRows part, int row, int end) {
    long above =
        Long.compareUnsigned(highestWaiting, counters.highestId()) > 0
            ? highestWaiting
            : counters.highestId();
    int next = row;
    while (next < end && part.isLive(next) && Long.compareUnsigned(part.id(next), above) > 0) {
      above = part.id(next++);
    }
    return next;
  }

  /// Makes a region of a long run at once; a short one waits for its batch like any other rows.
  private int enterRun(IndexRows part, int row) {
    int end = runEnd(part, row, Math.min(row + Region.NEEDLES_MAX, part.count()));
    if (end - row < REGION_ROWS_MIN) {
      int next = row;
      while (next < end) {
        next = enterRow(part, next);
      }
      return end;
    }
    flush();
    RegionImage image = memory.takeImage();
    try {
      for (int i = row; i < end; i++) {
        int size = part.size(i);
        image.add(part.id(i), part.offset(i) >>> 3, size);
        counters.put(part.id(i), size, 0);
      }
      map.append(image);
    } finally {
      memory.giveImage(image);
    }
    return end;
  }

  /// A row that enters a needle.
  ///
  /// @param unit the offset divided by eight, as the row has it; not zero
  /// @param size not below zero
  public void put(long id, long unit, int size) {
    gather(id, unit, size);
  }

  private void gather(long id, long unit, int size) {
    if (Long.compareUnsigned(id, highestWaiting) > 0) {
      highestWaiting = id;
    }
    rows.add(id, unit, size);
    if (rows.count == batch) {
      flush();
    }
  }

  /// A row that deletes a needle.
  public void delete(long id) {
    gather(id, 0, DELETES);
  }

  /// Enters what is left.
  ///
  /// @return what the rows add up to
  public RowCounters finish() {
    flush();
    rows = new RegionImage();
    spare = new RegionImage();
    return counters;
  }

  private void grow() {
    batch = Math.clamp(map.count() / 16, BATCH_MIN, BATCH_MAX);
  }

  private void flush() {
    if (rows.count == 0) {
      return;
    }
    if (spare.ids.length < rows.count) {
      spare = new RegionImage(rows.ids.length);
    }
    RegionImage sorted = RowSort.sort(rows, spare);
    RegionImage other = sorted == rows ? spare : rows;
    rows = sorted;
    spare = other;
    enter();
    rows.clear();
    spare.clear();
    grow();
  }

  private void enter() {
    RegionImage before = memory.takeImage();
    RegionImage after = memory.takeImage();
    try {
      int from = 0;
      while (from < rows.count) {
        RegionDirectory directory = map.open();
        int place = directory.placeOf(rows.ids[from]);
        boolean last = place + 1 == directory.size();
        int to = last ? rows.count : firstNotBelow(directory.lowest(place + 1), from);
        Region region = directory.region(place);
        if (last && isAbove(region, rows.ids[from]) && map.count() > 0) {
          appendFrom(from, to, after);
        } else {
          before.clear();
          after.clear();
          region.copyTo(before, 0);
          merge(before, from, to, after);
          map.counted(after.count - before.count);
          map.replace(place, after);
        }
        from = to;
      }
    } finally {
      memory.giveImage(before);
      memory.giveImage(after);
    }
  }

  /// Whether a region is well filled and wholly below an id, so that it may stay as it is.
  private static boolean isAbove(Region region, long id) {
    return !region.hasLate()
        && region.count() >= Region.NEEDLES_MAX * 3 / 4
        && Long.compareUnsigned(region.highestPacked(), id) < 0;
  }

  private void appendFrom(int from, int to, RegionImage part) {
    int next = from;
    while (next < to) {
      part.clear();
      next = fill(part, next, to);
      if (part.count > 0) {
        map.append(part);
      }
    }
  }

  /// Gathers new needles until a region is full.
  private int fill(RegionImage part, int from, int to) {
    int next = from;
    while (next < to && part.count < Region.NEEDLES_MAX) {
      next = enterOne(next, to, part, null, 0);
    }
    return next;
  }

  private void merge(RegionImage before, int from, int to, RegionImage after) {
    int old = 0;
    int next = from;
    while (next < to) {
      long id = rows.ids[next];
      while (old < before.count && Long.compareUnsigned(before.ids[old], id) < 0) {
        after.add(before.ids[old], before.units[old], before.sizes[old]);
        old++;
      }
      boolean known = old < before.count && before.ids[old] == id;
      next = enterOne(next, to, after, known ? before : null, old);
      if (known) {
        old++;
      }
    }
    for (; old < before.count; old++) {
      after.add(before.ids[old], before.units[old], before.sizes[old]);
    }
  }

  /// Applies all rows of one id, in the order of the file, and adds what is left of them.
  private int enterOne(int from, int to, RegionImage after, @Nullable RegionImage before, int old) {
    long id = rows.ids[from];
    boolean known = before != null;
    long unit = before != null ? before.units[old] : 0;
    int size = before != null ? before.sizes[old] : 0;
    int next = from;
    for (; next < to && rows.ids[next] == id; next++) {
      if (rows.sizes[next] == DELETES) {
        counters.delete(id, known ? size : 0);
        size = NeedleLocation.deletedSize(size);
      } else {
        counters.put(id, rows.sizes[next], known ? size : 0);
        known = true;
        unit = rows.units[next];
        size = rows.sizes[next];
      }
    }
    if (known) {
      after.add(id, unit, size);
    }
    return next;
  }

  private int firstNotBelow(long id, int from) {
    int low = from;
    int high = rows.count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(rows.ids[middle], id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Check.that(low > from, "the region of an id holds none of its rows");
    return low;
  }
}
