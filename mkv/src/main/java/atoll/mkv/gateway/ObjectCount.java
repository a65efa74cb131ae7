package atoll.mkv.gateway;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.run.Runner;
import atoll.mkv.index.IndexStore;
import atoll.mkv.index.ListQuery;
import atoll.mkv.key.Key;
import java.time.Duration;
import java.util.List;

/// How many keys have a value: counted by listing all of them, now and then, because a count that
/// is kept up to date would be a row that every change of every gateway waits for.
///
/// Shared (a volatile value; counting is confined to its work).
final class ObjectCount {

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final int PIECE = 1_000;

  private final IndexStore index;
  private volatile double last = Double.NaN;

  ObjectCount(IndexStore index) {
    this.index = index;
  }

  void start(Runner runner) {
    var _ = runner.submit("mkv object count", this::countAll);
    var _ = runner.repeat("mkv object count", PAUSE, this::countAll);
  }

  /// As it was when it was counted last; not a number before.
  double count() {
    return last;
  }

  private void countAll() {
    long count = 0;
    Bytes from = Bytes.EMPTY;
    List<Key> page;
    try {
      do {
        page = index.listKeys(new ListQuery(Bytes.EMPTY, from, ListQuery.Which.LIVE, PIECE));
        count += page.size();
        if (!page.isEmpty()) {
          from = ListQuery.following(page.getLast().bytes());
        }
      } while (page.size() == PIECE);
    } catch (AtollException unreadable) {
      // Whoever reads keys is told; the next count may do better.
      return;
    }
    last = count;
  }
}
