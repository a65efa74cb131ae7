package atoll.mkv.index;

import atoll.kit.count.Counter;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;

/// What an index counts. Shared.
public final class IndexCounts {

  private final Histogram commitSeconds;
  private final Histogram commitRows;
  private final Counter closeFailures;

  private IndexCounts(Histogram commitSeconds, Histogram commitRows, Counter closeFailures) {
    this.commitSeconds = commitSeconds;
    this.commitRows = commitRows;
    this.closeFailures = closeFailures;
  }

  /// Counts that stand on a page.
  public static IndexCounts on(Registry page) {
    return new IndexCounts(
        page.histogram(
            "mkv_index_commit_seconds",
            "Time of a commit of the index.",
            Histogram.exponentialBounds(0.0001, 2, 18)),
        page.histogram(
            "mkv_index_commit_rows",
            "Changes in a commit of the index.",
            Histogram.exponentialBounds(1, 2, 11)),
        page.counter(
            "mkv_index_close_failures_total", "Connections of the index that closed badly."));
  }

  void committed(int rows, long nanos) {
    commitSeconds.observeNanos(nanos);
    commitRows.observe(rows);
  }

  void closeFailed() {
    closeFailures.increment();
  }

  /// How many commits there were.
  public long commits() {
    return commitRows.count();
  }
}
