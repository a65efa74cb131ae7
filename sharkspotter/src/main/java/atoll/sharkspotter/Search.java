package atoll.sharkspotter;

import atoll.kit.Deadline;
import atoll.kit.progress.Progress;
import atoll.kit.progress.ProgressMeter;
import atoll.kit.run.Task;
import atoll.sharkspotter.row.SharkScan;
import atoll.sharkspotter.source.Shards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A search that is under way: some shards at a time, each on its own; what strikes one of them
/// changes nothing of the others. Shared (concurrent maps and counts).
public final class Search implements AutoCloseable {

  private final SearchParts parts;
  private final long beganNanos;
  private final AtomicInteger next;
  private final SortedMap<Integer, ShardReport> ended = new ConcurrentSkipListMap<>();
  private final List<Task> tasks = new ArrayList<>();

  private Search(SearchParts parts) {
    this.parts = parts;
    this.beganNanos = parts.seams().clock().nanos();
    this.next = new AtomicInteger(parts.order().shards().first());
  }

  /// Begins to search.
  public static Search start(
      SearchSeams seams, SearchOrder order, SearchLimits limits, Shards shards, Spotting spotting) {
    Search search =
        new Search(
            new SearchParts(
                seams,
                order,
                limits,
                shards,
                new SharkScan(order.sharks()),
                spotting,
                new SearchProgress(seams.clock(), order),
                new AtomicBoolean()));
    int lanes = Math.min(order.atATime(), order.shards().count());
    boolean begun = false;
    try {
      for (int lane = 0; lane < lanes; lane++) {
        search.tasks.add(seams.runner().submit("search shards", search::searchWhatIsLeft));
      }
      begun = true;
    } finally {
      if (!begun) {
        search.stop();
      }
    }
    return search;
  }

  private void searchWhatIsLeft() {
    while (!parts.stop().get()) {
      int shard = next.getAndIncrement();
      if (shard > parts.order().shards().last()) {
        return;
      }
      ShardReport report = new ShardSearch(parts, shard).run();
      ended.put(shard, report);
    }
  }

  /// How far all shards are, in ids.
  public Progress progress() {
    return parts.progress().read();
  }

  /// What [#progress] reads, for a printer.
  public ProgressMeter meter() {
    return parts.progress().meter();
  }

  /// Waits for the end.
  ///
  /// @return whether it came before the deadline
  public boolean await(Deadline deadline) {
    for (Task task : tasks) {
      if (!task.await(deadline)) {
        return false;
      }
    }
    return true;
  }

  /// Asks for the end: no further row is looked at, and what waits for a server is given up.
  public void stop() {
    parts.stop().set(true);
    tasks.forEach(Task::cancel);
  }

  /// What came of it so far; of a shard that has not ended, that it must be searched anew.
  public SearchReport report() {
    ShardNumbers shards = parts.order().shards();
    List<ShardReport> reports = new ArrayList<>();
    for (int shard = shards.first(); shard <= shards.last(); shard++) {
      ShardReport known = ended.get(shard);
      reports.add(known == null ? ShardReport.notSearched(shard, parts.order()) : known);
    }
    return new SearchReport(reports, Duration.ofNanos(parts.seams().clock().nanos() - beganNanos));
  }

  /// Stops without waiting.
  @Override
  public void close() {
    stop();
  }
}
