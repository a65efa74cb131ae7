package atoll.mkv.index;

import atoll.kit.count.Counter;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;

/// What an index counts. Shared.
public final class IndexCounts {

  private final Histogram commitSeconds;
  private final Histogram commitRows;
  private final Counter closeFailures;
  private final Counter pauseFailures;

  private IndexCounts(
      Histogram commitSeconds, Histogram commitRows, Counter closeFailures, Counter pauseFailures) {
    this.commitSeconds = commitSeconds;
    this.commitRows = commitRows;
    this.closeFailures = closeFailures;
    this.pauseFailures = pauseFailures;
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
            "mkv_index_close_failures_total", "Connections of the index that closed badly."),
        page.counter(
            "mkv_index_pause_failures_total", "Attempts to empty the index's log that failed."));
  }

  void committed(int rows, long nanos) {
    commitSeconds.observeNanos(nanos);
    commitRows.observe(rows);
  }

  void closeFailed() {
    closeFailures.increment();
  }

  void pauseFailed() {
    pauseFailures.increment();
  }

  /// How many commits there were.
  public long commits() {
    return commitRows.count();
  }
}
