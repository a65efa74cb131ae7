package atoll.volume.index;

/// A stable radix sort of index rows by id, eight bits a pass, passing over digits that all rows
/// share. Confined to one loader.
final class RowSort {

  private static final int DIGITS = 256;

  private RowSort() {}

  /// Orders the first `count` rows of `rows` by unsigned id; rows of one id keep their order.
  ///
  /// @return whichever of the two holds the result
  static RegionImage sort(RegionImage rows, RegionImage spare) {
    if (isOrdered(rows)) {
      return rows;
    }
    int count = rows.count;
    int[][] histogram = new int[Long.BYTES][DIGITS];
    for (int i = 0; i < count; i++) {
      long id = rows.ids[i];
      for (int digit = 0; digit < Long.BYTES; digit++) {
        histogram[digit][(int) (id >>> (8 * digit)) & 0xFF]++;
      }
    }
    RegionImage from = rows;
    RegionImage to = spare;
    for (int digit = 0; digit < Long.BYTES; digit++) {
      int[] places = histogram[digit];
      int shift = 8 * digit;
      if (places[(int) (from.ids[0] >>> shift) & 0xFF] == count) {
        continue;
      }
      int sum = 0;
      for (int value = 0; value < DIGITS; value++) {
        int here = places[value];
        places[value] = sum;
        sum += here;
      }
      for (int i = 0; i < count; i++) {
        long id = from.ids[i];
        int place = places[(int) (id >>> shift) & 0xFF]++;
        to.ids[place] = id;
        to.units[place] = from.units[i];
        to.sizes[place] = from.sizes[i];
      }
      to.count = count;
      RegionImage swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static boolean isOrdered(RegionImage rows) {
    for (int i = 1; i < rows.count; i++) {
      if (Long.compareUnsigned(rows.ids[i - 1], rows.ids[i]) > 0) {
        return false;
      }
    }
    return true;
  }
}
