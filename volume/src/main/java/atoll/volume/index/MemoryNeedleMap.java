package atoll.volume.index;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import org.jspecify.annotations.Nullable;

/// A needle map in memory outside the heap. A needle takes 16 bytes with 4-byte offsets and 17 with
/// 5-byte ones however its id was drawn, and fewer than 12 where ids are dense: [Region] stores ids
/// as distances from the region's lowest.
///
/// New ids go to a region's late page; when that is full the region alone is written anew, so that
/// growing needs no second copy of the map and stalls nobody for longer than a region takes.
public final class MemoryNeedleMap implements NeedleMap {

  private final NeedleMemory memory;
  private final int offsetBytes;
  private volatile RegionDirectory directory;
  private long count;

  /// @param offsetBytes 4 or 5: how wide offsets are in the volume's index
  public MemoryNeedleMap(NeedleMemory memory, int offsetBytes) {
    Check.that(offsetBytes == 4 || offsetBytes == 5, "offsets have 4 or 5 bytes");
    this.memory = memory;
    this.offsetBytes = offsetBytes;
    directory = RegionDirectory.of(new Region(memory, offsetBytes));
  }

  int offsetBytes() {
    return offsetBytes;
  }

  @Override
  public @Nullable NeedleLocation find(long id) {
    while (true) {
      RegionDirectory now = open();
      NeedleLocation found = now.region(now.placeOf(id)).find(id);
      if (!Region.isRetired(found)) {
        return found;
      }
    }
  }

  @Override
  public @Nullable NeedleLocation put(long id, NeedleLocation location) {
    Check.that(
        (location.offset() & 7) == 0 && location.unit() >>> (8 * offsetBytes) == 0,
        () -> "an offset that " + offsetBytes + " bytes cannot hold: " + location.offset());
    RegionDirectory now = open();
    int place = now.placeOf(id);
    Region region = now.region(place);
    NeedleLocation before = region.find(id);
    if (before != null) {
      region.replace(id, location.unit(), location.size());
    } else {
      if (!region.insert(id, location.unit(), location.size())) {
        rewrite(place);
        RegionDirectory after = directory;
        after.region(after.placeOf(id)).insert(id, location.unit(), location.size());
      }
      count++;
    }
    return before;
  }

  @Override
  public @Nullable NeedleLocation delete(long id) {
    RegionDirectory now = open();
    Region region = now.region(now.placeOf(id));
    NeedleLocation before = region.find(id);
    if (before == null || before.isDeleted()) {
      return null;
    }
    region.replace(id, before.unit(), NeedleLocation.deletedSize(before.size()));
    return before;
  }

  /// Packs a region's late needles.
  private void rewrite(int place) {
    RegionImage image = memory.takeImage();
    try {
      directory.region(place).copyTo(image, 0);
      replace(place, image);
    } finally {
      memory.giveImage(image);
    }
  }

  /// Puts as many regions as the image needs in the place of one. An image without needles leaves
  /// an empty region.
  private void replace(int place, RegionImage image) {
    RegionDirectory now = directory;
    int parts = Math.max(1, (image.count + Region.NEEDLES_MAX - 1) / Region.NEEDLES_MAX);
    Region[] successors = new Region[parts];
    long[] lowest = new long[parts];
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) image.count * part / parts);
      int to = (int) ((long) image.count * (part + 1) / parts);
      successors[part] = regionOrNone(image, from, to, successors);
      lowest[part] = part == 0 ? now.lowest(place) : image.ids[from];
    }
    Region old = now.region(place);
    directory = now.replaced(place, lowest, successors);
    old.retire();
  }

  private Region regionOrNone(RegionImage image, int from, int to, Region[] built) {
    try {
      return new Region(memory, offsetBytes, image, from, to);
    } catch (AtollException noMemory) {
      for (Region region : built) {
        if (region != null) {
          region.retire();
        }
      }
      throw noMemory;
    }
  }

  /// Adds one region above all others; the image's ids must be above every id of the map.
  void append(RegionImage image) {
    RegionDirectory now = directory;
    Region last = new Region(memory, offsetBytes, image, 0, image.count);
    int place = now.size() - 1;
    directory =
        now.replaced(
            place,
            new long[] {now.lowest(place), image.ids[0]},
            new Region[] {now.region(place), last});
    count += image.count;
  }

  /// Goes on with other regions; those of before that are not among them have been retired.
  void become(RegionDirectory other) {
    count = 0;
    for (int place = 0; place < other.size(); place++) {
      count += other.region(place).count();
    }
    directory = other;
  }

  RegionDirectory open() {
    RegionDirectory now = directory;
    if (now.size() == 0) {
      throw new AtollException(Fault.CLOSED, "the needle map has been closed");
    }
    return now;
  }

  @Override
  public void visit(Visitor visitor) {
    RegionImage image = new RegionImage();
    long next = 0;
    while (true) {
      RegionDirectory now = open();
      int place = now.placeOf(next);
      if (!now.region(place).copyTo(image, next)) {
        continue;
      }
      for (int i = 0; i < image.count; i++) {
        visitor.visit(image.ids[i], NeedleLocation.ofUnit(image.units[i], image.sizes[i]));
      }
      image.clear();
      if (place + 1 == now.size()) {
        return;
      }
      next = now.lowest(place + 1);
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long memoryBytes() {
    RegionDirectory now = directory;
    long bytes = now.size() * 16L;
    for (int place = 0; place < now.size(); place++) {
      bytes += now.region(place).memoryBytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    RegionDirectory old = directory;
    directory = RegionDirectory.CLOSED;
    for (int place = 0; place < old.size(); place++) {
      old.region(place).retire();
    }
  }
}
