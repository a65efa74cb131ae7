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
    this(Region.NEEDLES_MAX + Region.LATE_MAX);
  }

  RegionImage(int capacity) {
    ids = new long[capacity];
    units = new long[capacity];
    sizes = new int[capacity];
  }

  void clear() {
    count = 0;
  }

  /// @param unit the offset divided by eight
  void add(long id, long unit, int size) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      units = Arrays.copyOf(units, count * 2);
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    ids[count] = id;
    units[count] = unit;
    sizes[count++] = size;
  }
}
