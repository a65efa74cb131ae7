package atoll.mkv.host;

import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Registry;
import atoll.mkv.key.HostId;

/// What a host counts. Shared.
public final class HostCounts {

  /// The counts of all hosts of a process on its page of metrics. Shared.
  public static final class Page {

    private final Family<Counter> syncs;
    private final Family<Counter> changes;

    public Page(Registry registry) {
      syncs = registry.counters("mkv_volume_syncs_total", "Syncs of the log of changes.", "volume");
      changes =
          registry.counters(
              "mkv_volume_changes_total", "Changes that a sync made durable.", "volume");
    }

    HostCounts of(HostId id) {
      return new HostCounts(syncs.with(id.text()), changes.with(id.text()));
    }
  }

  private final Counter syncs;
  private final Counter changes;

  private HostCounts(Counter syncs, Counter changes) {
    this.syncs = syncs;
    this.changes = changes;
  }

  /// Counts that are on no page.
  static HostCounts alone() {
    return new Page(new Registry()).of(new HostId("alone"));
  }

  void synced(int count) {
    syncs.increment();
    changes.add(count);
  }

  /// How often the log was synced.
  public long syncs() {
    return syncs.value();
  }

  /// How many changes became durable by that.
  public long changes() {
    return changes.value();
  }
}
