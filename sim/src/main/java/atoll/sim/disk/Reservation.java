package atoll.sim.disk;

/// Room reserved for a file: one range of pages, grown to cover all that was ever asked for.
/// Confined to its [SimDisk]'s lock.
final class Reservation {

  private long firstPage;
  private long endPage;

  void takeOver(Reservation other) {
    firstPage = other.firstPage;
    endPage = other.endPage;
  }

  /// Covers the bytes from `from` to `to` as well.
  void extend(long from, long to) {
    long first = from / Pages.PAGE_BYTES;
    long end = (to + Pages.PAGE_BYTES - 1) / Pages.PAGE_BYTES;
    boolean fresh = firstPage == endPage;
    firstPage = fresh ? first : Math.min(firstPage, first);
    endPage = fresh ? end : Math.max(endPage, end);
  }

  /// Gives back what lies behind `size`.
  void cut(long size) {
    endPage = Math.min(endPage, (size + Pages.PAGE_BYTES - 1) / Pages.PAGE_BYTES);
    firstPage = Math.min(firstPage, endPage);
  }

  boolean covers(long page) {
    return page >= firstPage && page < endPage;
  }

  /// How many of its pages hold no bytes yet.
  long unfilledPages(Pages pages) {
    return endPage - firstPage - pages.countBetween(firstPage, endPage);
  }
}
