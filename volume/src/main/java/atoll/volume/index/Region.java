package atoll.volume.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A range of needle ids: [PackedPages], written once and ordered by id, and one [LatePage] of
/// needles that came late. When that page is full the region is written anew, in one or more parts.
///
/// One writer, any number of readers without a lock. `version` is odd while the writer changes a
/// page and stays odd for ever once the region is retired; a reader that does not find the same
/// even number before and after it looked looks again, so it never acts on a torn or foreign
/// needle.
final class Region {

  /// A packed region is never larger than this: 24,000 needles are written anew in well under a
  /// millisecond.
  static final int NEEDLES_MAX = 24_000;

  /// What [#find] answers when the region has been replaced: this very object.
  private static final NeedleLocation RETIRED = new NeedleLocation(0, 0);

  private static final int VERSION_RETIRED = -1;

  /// What the objects of a region take in the heap, beside arrays that grow with it.
  private static final int HEAP_BYTES = 200;

  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Region.class, "version", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a field of this very class", impossible);
    }
  }

  private final PackedPages packed;
  private final LatePage late;

  @SuppressWarnings("unused") // through VERSION
  private int version;

  /// An empty region.
  Region(NeedleMemory memory, int offsetBytes) {
    this(memory, offsetBytes, new RegionImage(0), 0, 0);
  }

  /// A packed region of the image's needles `from` (inclusive) to `to` (exclusive).
  Region(NeedleMemory memory, int offsetBytes, RegionImage image, int from, int to) {
    packed = new PackedPages(memory, offsetBytes, image, from, to);
    late = new LatePage(memory);
  }

  // ---- readers --------------------------------------------------------------------------------

  /// Whether an answer of [#find] says that the region has been replaced.
  @SuppressWarnings("ReferenceEquality") // a marker is itself, whatever it contains
  static boolean isRetired(@Nullable NeedleLocation found) {
    return found == RETIRED;
  }

  /// Where a needle lies; null if it is not here. See [#isRetired].
  @Nullable NeedleLocation find(long id) {
    while (true) {
      int before = (int) VERSION.getAcquire(this);
      if (before == VERSION_RETIRED) {
        return RETIRED;
      }
      if ((before & 1) == 0) {
        NeedleLocation found = look(id);
        VarHandle.acquireFence();
        if ((int) VERSION.getOpaque(this) == before) {
          return found;
        }
      }
    }
  }

  private @Nullable NeedleLocation look(long id) {
    int slot = packed.slot(id);
    if (slot >= 0) {
      return packed.location(slot);
    }
    int lateSlot = late.slot(id);
    return lateSlot >= 0 ? late.location(lateSlot) : null;
  }

  /// Appends all needles with an id of at least `from` to the image, in order of id.
  ///
  /// @return false if the region has been replaced; the image is then as before
  boolean copyTo(RegionImage image, long from) {
    int start = image.count;
    while (true) {
      int before = (int) VERSION.getAcquire(this);
      if (before == VERSION_RETIRED) {
        return false;
      }
      if ((before & 1) == 0) {
        image.count = start;
        packed.copy(image, late, late.count(), from);
        VarHandle.acquireFence();
        if ((int) VERSION.getOpaque(this) == before) {
          return true;
        }
      }
    }
  }

  // ---- the writer -----------------------------------------------------------------------------

  /// How many needles the region holds.
  int count() {
    return packed.count() + late.count();
  }

  /// Whether it is certain that all needles here are below an id.
  boolean isBelow(long id) {
    return late.count() == 0
        && packed.count() > 0
        && Long.compareUnsigned(packed.highest(), id) < 0;
  }

  /// Changes a needle that is here.
  ///
  /// @return whether it is
  boolean replace(long id, long unit, int size) {
    int slot = packed.slot(id);
    int lateSlot = slot >= 0 ? -1 : late.slot(id);
    if (slot < 0 && lateSlot < 0) {
      return false;
    }
    beginChange();
    if (slot >= 0) {
      packed.change(slot, unit, size);
    } else {
      late.change(lateSlot, unit, size);
    }
    endChange();
    return true;
  }

  /// Takes a needle that is not here yet.
  ///
  /// @return false if there is no room: the region must be written anew
  boolean insert(long id, long unit, int size) {
    if (late.count() == LatePage.NEEDLES_MAX) {
      return false;
    }
    int place = -1 - late.slot(id);
    int page = late.pageForOneMore();
    beginChange();
    late.insert(page, place, id, unit, size);
    endChange();
    return true;
  }

  /// Ends this region after its successor has been published, and gives its pages back.
  void retire() {
    VERSION.setVolatile(this, VERSION_RETIRED);
    VarHandle
        .fullFence(); // nobody may write to the pages before readers can see that they are gone
    packed.give();
    late.give();
  }

  private void beginChange() {
    VERSION.setOpaque(this, (int) VERSION.get(this) + 1);
    VarHandle.storeStoreFence();
  }

  private void endChange() {
    VERSION.setRelease(this, ((int) VERSION.get(this) + 1) & Integer.MAX_VALUE);
  }

  /// Memory outside and inside the heap.
  long memoryBytes() {
    return packed.memoryBytes() + late.memoryBytes() + HEAP_BYTES;
  }
}
