package atoll.volume.index;

import java.util.Arrays;

/// Sorts index rows by id; rows of one id keep their order. Each row becomes a number, its id's
/// distance from the lowest above its place, and goes into a bin of its own range, so that sorting
/// the few rows of a bin is all that is left where ids are spread evenly. Bins that are crowded are
/// sorted as numbers; so no spread of ids is slow.
///
/// Confined to one loader.
final class RowSort {

  /// A key is never negative, so that keys sort as numbers.
  private static final int KEY_BITS = 63;

  private static final int BIN_CROWDED = 24;
  private static final int TIES_FEW = 24;

  private long[] keys = {};
  private long[] sorted = {};
  private int[] places = {};

  /// Orders the first `count` rows of `rows` by unsigned id.
  ///
  /// @return whichever of the two holds the result
  RegionImage sort(RegionImage rows, RegionImage spare) {
    int count = rows.count;
    if (count < 2) {
      return rows;
    }
    long lowest = rows.ids[0];
    long highest = lowest;
    long before = lowest;
    boolean ordered = true;
    for (int i = 1; i < count; i++) {
      long id = rows.ids[i];
      ordered &= Long.compareUnsigned(id, before) >= 0;
      lowest = Long.compareUnsigned(id, lowest) < 0 ? id : lowest;
      highest = Long.compareUnsigned(id, highest) > 0 ? id : highest;
      before = id;
    }
    if (ordered) {
      return rows;
    }
    int rowBits = bits(count - 1);
    int spanBits = bits(highest - lowest);
    int dropped = Math.max(0, spanBits + rowBits - KEY_BITS);
    sortKeys(rows, lowest, dropped, spanBits - dropped, rowBits);
    spare.reserve(count);
    int rowMask = (1 << rowBits) - 1;
    for (int i = 0; i < count; i++) {
      int row = (int) sorted[i] & rowMask;
      spare.ids[i] = rows.ids[row];
      spare.units[i] = rows.units[row];
      spare.sizes[i] = rows.sizes[row];
    }
    spare.count = count;
    if (dropped > 0) {
      sortTies(spare, rowBits);
    }
    return spare;
  }

  private static int bits(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }

  private void sortKeys(RegionImage rows, long lowest, int dropped, int idBits, int rowBits) {
    int count = rows.count;
    int binBits = Math.min(idBits, rowBits);
    int binShift = idBits - binBits + rowBits;
    reserve(count, 1 << binBits);
    for (int i = 0; i < count; i++) {
      long key = (((rows.ids[i] - lowest) >>> dropped) << rowBits) | i;
      keys[i] = key;
      places[(int) (key >>> binShift)]++;
    }
    int bins = 1 << binBits;
    int begin = 0;
    boolean crowded = false;
    for (int bin = 0; bin < bins; bin++) {
      int here = places[bin];
      crowded |= here > BIN_CROWDED;
      places[bin] = begin;
      begin += here;
    }
    for (int i = 0; i < count; i++) {
      sorted[places[(int) (keys[i] >>> binShift)]++] = keys[i];
    }
    if (crowded) {
      sortCrowded(bins);
    }
    for (int i = 1; i < count; i++) {
      long key = sorted[i];
      int to = i;
      for (; to > 0 && sorted[to - 1] > key; to--) {
        sorted[to] = sorted[to - 1];
      }
      sorted[to] = key;
    }
  }

  /// Every place is now where the next bin begins.
  private void sortCrowded(int bins) {
    int from = 0;
    for (int bin = 0; bin < bins; bin++) {
      int to = places[bin];
      if (to - from > BIN_CROWDED) {
        Arrays.sort(sorted, from, to);
      }
      from = to;
    }
  }

  private void reserve(int count, int bins) {
    if (keys.length < count) {
      keys = new long[count];
      sorted = new long[count];
    }
    if (places.length < bins) {
      places = new int[bins];
    } else {
      Arrays.fill(places, 0, bins, 0);
    }
  }

  /// Sorts those whose keys differ in no bit that had room.
  private void sortTies(RegionImage rows, int rowBits) {
    int from = 0;
    for (int i = 1; i <= rows.count; i++) {
      if (i == rows.count || sorted[i] >>> rowBits != sorted[from] >>> rowBits) {
        if (i - from > TIES_FEW) {
          sortApart(rows, from, i);
        } else if (i - from > 1) {
          insert(rows, from, i);
        }
        from = i;
      }
    }
  }

  private static void insert(RegionImage rows, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long id = rows.ids[i];
      long unit = rows.units[i];
      int size = rows.sizes[i];
      int place = i;
      for (; place > from && Long.compareUnsigned(rows.ids[place - 1], id) > 0; place--) {
        rows.ids[place] = rows.ids[place - 1];
        rows.units[place] = rows.units[place - 1];
        rows.sizes[place] = rows.sizes[place - 1];
      }
      rows.ids[place] = id;
      rows.units[place] = unit;
      rows.sizes[place] = size;
    }
  }

  private static void sortApart(RegionImage rows, int from, int to) {
    RegionImage some = new RegionImage(to - from);
    for (int i = from; i < to; i++) {
      some.add(rows.ids[i], rows.units[i], rows.sizes[i]);
    }
    RegionImage ordered = new RowSort().sort(some, new RegionImage(to - from));
    System.arraycopy(ordered.ids, 0, rows.ids, from, to - from);
    System.arraycopy(ordered.units, 0, rows.units, from, to - from);
    System.arraycopy(ordered.sizes, 0, rows.sizes, from, to - from);
  }
}
