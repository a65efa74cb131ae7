package atoll.volume.index;

/// Which region holds which ids: region `i` those from `lowest[i]` on, up to the next one's. The
/// first begins at zero, so every id has a region. Immutable.
final class RegionDirectory {

  private final long[] lowest;
  private final Region[] regions;

  RegionDirectory(long[] lowest, Region[] regions) {
    this.lowest = lowest;
    this.regions = regions;
  }

  static final RegionDirectory CLOSED = new RegionDirectory(new long[0], new Region[0]);

  static RegionDirectory of(Region only) {
    return new RegionDirectory(new long[] {0}, new Region[] {only});
  }

  int size() {
    return regions.length;
  }

  Region region(int place) {
    return regions[place];
  }

  /// The lowest id that the region at a place may hold.
  long lowest(int place) {
    return lowest[place];
  }

  /// The place of the region that holds an id.
  int placeOf(long id) {
    int low = 0;
    int high = lowest.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(lowest[middle], id) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// The same with the region at `place` replaced by at least one other, whose first begins where
  /// the old one did.
  RegionDirectory replaced(int place, long[] parts, Region[] successors) {
    int grown = regions.length - 1 + successors.length;
    long[] newLowest = new long[grown];
    Region[] newRegions = new Region[grown];
    System.arraycopy(lowest, 0, newLowest, 0, place + 1);
    System.arraycopy(regions, 0, newRegions, 0, place);
    System.arraycopy(parts, 1, newLowest, place + 1, successors.length - 1);
    System.arraycopy(successors, 0, newRegions, place, successors.length);
    int rest = regions.length - place - 1;
    System.arraycopy(lowest, place + 1, newLowest, place + successors.length, rest);
    System.arraycopy(regions, place + 1, newRegions, place + successors.length, rest);
    return new RegionDirectory(newLowest, newRegions);
  }
}
