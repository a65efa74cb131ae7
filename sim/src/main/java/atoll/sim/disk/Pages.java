package atoll.sim.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of one file in pages: sparse (a missing page reads as zeros), and shared with its
/// forks page by page until one of them writes. Confined to its [SimDisk]'s lock.
final class Pages {

  /// The unit of allocation in bytes.
  static final int PAGE_BYTES = 4096;

  /// A page may be written in place only by the [Pages] whose token it bears.
  private static final class Page {
    final byte[] bytes;
    @Nullable Object owner;

    Page(byte[] bytes, Object owner) {
      this.bytes = bytes;
      this.owner = owner;
    }
  }

  private Map<Long, Page> pages;
  private Object token = new Object();
  private long size;

  Pages() {
    this.pages = new HashMap<>();
  }

  private Pages(Pages origin) {
    this.pages = new HashMap<>(origin.pages);
    this.size = origin.size;
  }

  /// An equal copy. Neither sees what the other writes from now on.
  Pages fork() {
    token = new Object();
    return new Pages(this);
  }

  /// Forgets everything and becomes equal to `origin`, as a fork of it.
  void become(Pages origin) {
    Pages copy = origin.fork();
    pages = copy.pages;
    size = copy.size;
    token = copy.token;
  }

  long size() {
    return size;
  }

  /// How many pages are allocated.
  int count() {
    return pages.size();
  }

  /// How many pages are allocated from number `first` up to, but not including, `end`.
  long countBetween(long first, long end) {
    return first == end
        ? 0
        : pages.keySet().stream().filter(page -> page >= first && page < end).count();
  }

  boolean holds(long page) {
    return pages.containsKey(page);
  }

  /// Fills `target` from `offset`; returns how many bytes that were, 0 at or behind the end.
  int read(long offset, ByteBuffer target) {
    int wanted = (int) Math.min(target.remaining(), Math.max(0, size - offset));
    int done = 0;
    while (done < wanted) {
      long at = offset + done;
      int within = (int) (at % PAGE_BYTES);
      int length = Math.min(wanted - done, PAGE_BYTES - within);
      Page page = pages.get(at / PAGE_BYTES);
      target.put(page == null ? ZEROS : page.bytes, within, length);
      done += length;
    }
    return wanted;
  }

  private static final byte[] ZEROS = new byte[PAGE_BYTES];

  /// Writes `length` bytes of `source` from `from` on at `offset`, growing the size where needed.
  void write(long offset, ByteBuffer source, int from, int length) {
    int done = 0;
    while (done < length) {
      long at = offset + done;
      int within = (int) (at % PAGE_BYTES);
      int part = Math.min(length - done, PAGE_BYTES - within);
      source.get(from + done, own(at / PAGE_BYTES), within, part);
      done += part;
    }
    if (length > 0) {
      size = Math.max(size, offset + length);
    }
  }

  /// Makes bytes zero without changing the size.
  void zero(long offset, long end) {
    for (long page : List.copyOf(pages.keySet())) {
      long from = Math.max(offset, page * PAGE_BYTES);
      long to = Math.min(end, (page + 1) * PAGE_BYTES);
      if (from < to) {
        Arrays.fill(own(page), (int) (from % PAGE_BYTES), (int) (to - page * PAGE_BYTES), (byte) 0);
      }
    }
  }

  /// Cuts to `newSize`, or extends to it with zeros.
  void resize(long newSize) {
    if (newSize < size) {
      long firstGone = (newSize + PAGE_BYTES - 1) / PAGE_BYTES;
      pages.keySet().removeIf(page -> page >= firstGone);
      int within = (int) (newSize % PAGE_BYTES);
      if (within > 0 && holds(newSize / PAGE_BYTES)) {
        Arrays.fill(own(newSize / PAGE_BYTES), within, PAGE_BYTES, (byte) 0);
      }
    }
    size = newSize;
  }

  /// Takes over the pages of `origin` that hold any of the bytes from `offset` to `end`. The size
  /// does not change.
  void adopt(Pages origin, long offset, long end) {
    for (long page = offset / PAGE_BYTES; page * PAGE_BYTES < end; page++) {
      Page adopted = origin.pages.get(page);
      if (adopted == null) {
        pages.remove(page);
      } else {
        adopted.owner = null;
        pages.put(page, adopted);
      }
    }
  }

  private byte[] own(long number) {
    Page page = pages.get(number);
    if (page == null) {
      page = new Page(new byte[PAGE_BYTES], token);
      pages.put(number, page);
    } else if (!token.equals(page.owner)) {
      page = new Page(page.bytes.clone(), token);
      pages.put(number, page);
    }
    return page.bytes;
  }
}
