package atoll.mkv.host;

import java.util.concurrent.atomic.LongAdder;

/// What a host counts. Shared.
public final class HostCounts {

  private final LongAdder syncs = new LongAdder();
  private final LongAdder changes = new LongAdder();

  HostCounts() {}

  void synced(int count) {
    syncs.increment();
    changes.add(count);
  }

  /// How often the log was synced.
  public long syncs() {
    return syncs.sum();
  }

  /// How many changes became durable by that.
  public long changes() {
    return changes.sum();
  }
}
