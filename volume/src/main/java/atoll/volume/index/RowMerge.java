package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Enters index rows into a map in memory, in ascending order of id and batch after batch; rows of
/// one id in the order of their file. Goes through the regions of the map once: one that no row
/// belongs to stays, any other is taken apart, and its needles and the new ones make new regions.
///
/// Confined to one loader. The map must have no readers: in between it is neither old nor new.
final class RowMerge implements AutoCloseable {

  /// The size of a row that deletes.
  static final int DELETES = -1;

  /// Needles that wait to become two regions, or fewer where regions that stay come next.
  private static final int WAITING_MAX = 2 * Region.NEEDLES_MAX;

  private final MemoryNeedleMap map;
  private final NeedleMemory memory;
  private final RowCounters counters;
  private final RegionDirectory old;
  private final RegionImage before = new RegionImage();
  private final RegionImage after = new RegionImage(WAITING_MAX);
  private final List<Region> regions = new ArrayList<>();
  private long[] lowest = new long[64];

  /// The next region to be taken apart or to stay.
  private int place;

  /// The next needle of the region that was taken apart last.
  private int oldAt;

  RowMerge(MemoryNeedleMap map, NeedleMemory memory, RowCounters counters) {
    this.map = map;
    this.memory = memory;
    this.counters = counters;
    this.old = map.open();
  }

  /// Enters the next batch. Its first id may be the last one of the batch before.
  void enter(RegionImage rows) {
    int next = 0;
    int last = after.count - 1;
    if (rows.count > 0 && last >= 0 && after.ids[last] == rows.ids[0]) {
      after.count = last;
      next = enterOne(rows, next, after, last);
    }
    while (next < rows.count) {
      long id = rows.ids[next];
      if (oldAt < before.count || place < old.size()) {
        moveTo(id);
      }
      if (after.count == WAITING_MAX) {
        enterWaiting();
      }
      if (oldAt < before.count && before.ids[oldAt] == id) {
        next = enterOne(rows, next, before, oldAt++);
      } else if (rows.sizes[next] < 0 || (next + 1 < rows.count && rows.ids[next + 1] == id)) {
        next = enterOne(rows, next, null, 0);
      } else {
        counters.put(id, rows.sizes[next], 0);
        after.add(id, rows.units[next], rows.sizes[next]);
        next++;
      }
    }
  }

  /// Enters all that waits, and gives the map its regions.
  void finish() {
    while (oldAt < before.count) {
      keep(oldAt++);
    }
    close();
  }

  /// Gives the map what regions there are; without [#finish] needles are missing.
  @Override
  public void close() {
    try {
      enterWaiting();
    } finally {
      for (; place < old.size(); place++) {
        stay(old.region(place), old.lowest(place));
      }
      if (regions.isEmpty()) {
        add(new Region(memory, map.offsetBytes()), 0);
      }
      lowest[0] = 0;
      map.become(
          new RegionDirectory(
              Arrays.copyOf(lowest, regions.size()), regions.toArray(Region[]::new)));
    }
  }

  /// Passes by all old needles below an id.
  private void moveTo(long id) {
    while (true) {
      while (oldAt < before.count && Long.compareUnsigned(before.ids[oldAt], id) < 0) {
        keep(oldAt++);
      }
      if (oldAt < before.count || place == old.size()) {
        return;
      }
      Region region = old.region(place);
      boolean passed =
          place + 1 < old.size() && Long.compareUnsigned(old.lowest(place + 1), id) <= 0;
      if (region.count() == 0) {
        region.retire();
      } else if (passed || region.isBelow(id)) {
        enterWaiting();
        stay(region, old.lowest(place));
      } else {
        before.clear();
        oldAt = 0;
        if (!region.copyTo(before, 0)) {
          throw new AtollException(Fault.CLOSED, "the needle map was closed while it was loaded");
        }
        region.retire();
      }
      place++;
    }
  }

  private void keep(int at) {
    if (after.count == WAITING_MAX) {
      enterWaiting();
    }
    after.add(before.ids[at], before.units[at], before.sizes[at]);
  }

  private void enterWaiting() {
    int count = after.count;
    int parts = (count + Region.NEEDLES_MAX - 1) / Region.NEEDLES_MAX;
    for (int part = 0; part < parts; part++) {
      int from = count * part / parts;
      int to = count * (part + 1) / parts;
      add(new Region(memory, map.offsetBytes(), after, from, to), after.ids[from]);
    }
    after.clear();
  }

  private void stay(Region region, long regionLowest) {
    if (region.count() == 0) {
      region.retire();
    } else {
      add(region, regionLowest);
    }
  }

  private void add(Region region, long regionLowest) {
    if (regions.size() == lowest.length) {
      lowest = Arrays.copyOf(lowest, 2 * lowest.length);
    }
    lowest[regions.size()] = regionLowest;
    regions.add(region);
  }

  /// Applies all rows of one id, in the order of the file, and adds what is left of them.
  ///
  /// @param known where the needle stands; null if it is new
  private int enterOne(RegionImage rows, int from, @Nullable RegionImage known, int at) {
    long id = rows.ids[from];
    boolean isKnown = known != null;
    long unit = known != null ? known.units[at] : 0;
    int size = known != null ? known.sizes[at] : 0;
    int next = from;
    for (; next < rows.count && rows.ids[next] == id; next++) {
      if (rows.sizes[next] == DELETES) {
        counters.delete(id, isKnown ? size : 0);
        size = NeedleLocation.deletedSize(size);
      } else {
        counters.put(id, rows.sizes[next], isKnown ? size : 0);
        isKnown = true;
        unit = rows.units[next];
        size = rows.sizes[next];
      }
    }
    if (isKnown) {
      after.add(id, unit, size);
    }
    return next;
  }
}
