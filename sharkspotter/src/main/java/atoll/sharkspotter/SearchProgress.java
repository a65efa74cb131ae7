package atoll.sharkspotter;

import atoll.kit.Clock;
import atoll.kit.progress.Progress;
import atoll.kit.progress.ProgressMeter;
import atoll.kit.progress.ProgressUnit;
import java.util.concurrent.locks.ReentrantLock;

/// How many ids of all shards are done, and of how many. A shard whose search has not begun is
/// taken to have as many as the others have on average. Shared (guarded by a lock).
final class SearchProgress {

  private final ProgressMeter meter;
  private final int shards;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, as the next one.
  private int begun;

  private long known;

  SearchProgress(Clock clock, SearchOrder order) {
    this.shards = order.shards().count();
    this.meter =
        new ProgressMeter(
            clock,
            "searching " + (shards == 1 ? "shard " : "shards ") + order.shards(),
            Progress.UNKNOWN,
            new ProgressUnit.Things("ids"));
  }

  /// A shard has so many ids ahead.
  void began(long ids) {
    count(1, ids);
  }

  void advance(long ids) {
    meter.advance(ids);
  }

  /// A shard ended before it came to these.
  void gaveUp(long ids) {
    count(0, -ids);
  }

  private void count(int moreShards, long moreIds) {
    lock.lock();
    try {
      begun += moreShards;
      known = saturated((double) known + moreIds);
      meter.setTotal(saturated(known + (double) known / begun * (shards - begun)));
    } finally {
      lock.unlock();
    }
  }

  private static long saturated(double ids) {
    return Math.max(0, Math.round(ids));
  }

  ProgressMeter meter() {
    return meter;
  }

  Progress read() {
    return meter.read();
  }
}
