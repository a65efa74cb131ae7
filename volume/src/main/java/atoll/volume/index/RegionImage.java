package atoll.volume.index;

import java.util.Arrays;

/// Needles laid out flat and ordered by id, while regions are read, merged and written. Confined to
/// whoever borrowed it.
final class RegionImage {

  long[] ids;
  long[] units;
  int[] sizes;
  int count;

  /// Room for one full region.
  RegionImage() {
    this(Region.NEEDLES_MAX + LatePage.NEEDLES_MAX);
  }

  RegionImage(int capacity) {
    ids = new long[capacity];
    units = new long[capacity];
    sizes = new int[capacity];
  }

  void clear() {
    count = 0;
  }

  /// Makes room for so many in all.
  void reserve(int wanted) {
    if (wanted > ids.length) {
      int capacity = Math.max(wanted, 2 * ids.length);
      ids = Arrays.copyOf(ids, capacity);
      units = Arrays.copyOf(units, capacity);
      sizes = Arrays.copyOf(sizes, capacity);
    }
  }

  /// @param unit the offset divided by eight
  void add(long id, long unit, int size) {
    if (count == ids.length) {
      reserve(count + 1);
    }
    ids[count] = id;
    units[count] = unit;
    sizes[count++] = size;
  }
}
