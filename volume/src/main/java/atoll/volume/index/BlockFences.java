package atoll.volume.index;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The lowest id of each block of a sorted file, outside the heap: eight bytes a block, in whole
/// pages. With blocks of 255 rows that is 0.03 bytes a needle.
///
/// Shared once it is filled. Whoever looks while it is closed gets an arbitrary block.
final class BlockFences implements AutoCloseable {

  private static final int IDS = NeedleMemory.PAGE_BYTES / Long.BYTES;

  private final NeedleMemory memory;
  private int[] pages = {};
  private int count;

  BlockFences(NeedleMemory memory) {
    this.memory = memory;
  }

  /// Adds the lowest id of the next block.
  void add(long id) {
    if (count == pages.length * IDS) {
      int[] more = Arrays.copyOf(pages, pages.length + 1);
      more[pages.length] = memory.take(1)[0];
      pages = more;
    }
    int page = pages[count / IDS];
    memory.slab(page).set(ValueLayout.JAVA_LONG, at(page, count), id);
    count++;
  }

  int count() {
    return count;
  }

  long get(int block) {
    int page = pages[block / IDS];
    return memory.slab(page).get(ValueLayout.JAVA_LONG, at(page, block));
  }

  private static long at(int page, int block) {
    return NeedleMemory.start(page) + (long) (block % IDS) * Long.BYTES;
  }

  /// The block that holds an id if any does; -1 where the id is below the first block.
  int blockOf(long id) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(get(middle), id) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  long memoryBytes() {
    return (long) pages.length * NeedleMemory.PAGE_BYTES;
  }

  @Override
  public void close() {
    memory.give(pages);
  }
}
