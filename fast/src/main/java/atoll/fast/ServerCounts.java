package atoll.fast;

import java.util.concurrent.atomic.LongAdder;

/// Counts what a server does. Shared (by adders).
final class ServerCounts {

  private final LongAdder connections = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder aborts = new LongAdder();
  private final LongAdder violations = new LongAdder();

  void connected() {
    connections.increment();
  }

  void started() {
    started.increment();
  }

  void ended(Invocation invocation, boolean well) {
    (well ? completed : failed).increment();
  }

  void abortIgnored() {
    aborts.increment();
  }

  void violated() {
    violations.increment();
  }

  ServerStats stats(int active) {
    return new ServerStats(
        connections.sum(),
        active,
        started.sum(),
        completed.sum(),
        failed.sum(),
        aborts.sum(),
        violations.sum());
  }
}
