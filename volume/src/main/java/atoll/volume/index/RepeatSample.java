package atoll.volume.index;

import java.util.Arrays;

/// Estimates how many of many index rows are about needles that other rows are about too, from all
/// rows of a few ids picked by a hash. Confined to one load.
final class RepeatSample {

  private static final int KEPT_MAX = 2048;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] kept = new long[KEPT_MAX];
  private int count;
  private long seen;

  /// Ids are picked whose hash has no bit of this; every bit halves them.
  private long mask;

  void see(long id) {
    seen++;
    if ((hash(id) & mask) == 0) {
      keep(id);
    }
  }

  private static long hash(long id) {
    return Long.reverseBytes(id * MIX);
  }

  private void keep(long id) {
    while (count == KEPT_MAX && mask != -1L) {
      mask = (mask << 1) | 1;
      int left = 0;
      for (int i = 0; i < count; i++) {
        if ((hash(kept[i]) & mask) == 0) {
          kept[left++] = kept[i];
        }
      }
      count = left;
    }
    if (count < KEPT_MAX && (hash(id) & mask) == 0) {
      kept[count++] = id;
    }
  }

  /// How many of the rows seen are not the first of their needle.
  ///
  /// @param map needles it knows were there before all rows
  long repeats(MemoryNeedleMap map) {
    long[] ids = Arrays.copyOf(kept, count);
    Arrays.sort(ids);
    int repeats = 0;
    for (int i = 0; i < count; i++) {
      boolean again = i > 0 && ids[i] == ids[i - 1];
      if (again || (map.count() > 0 && map.find(ids[i]) != null)) {
        repeats++;
      }
    }
    // That none is left of many rows means that a few needles have them all.
    return count == 0 ? seen : seen * repeats / count;
  }

  void clear() {
    count = 0;
    seen = 0;
    mask = 0;
  }
}
