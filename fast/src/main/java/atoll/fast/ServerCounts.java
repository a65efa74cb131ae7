package atoll.fast;

import java.util.concurrent.atomic.LongAdder;

/// Counts what a server does. Shared (by adders).
final class ServerCounts {

  private final FastMetrics metrics;
  private final LongAdder connections = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder aborts = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder violations = new LongAdder();

  ServerCounts(FastMetrics metrics) {
    this.metrics = metrics;
  }

  void connected() {
    connections.increment();
  }

  void started() {
    started.increment();
  }

  /// @param method the name of a procedure there is: clients must not fill the page with others
  void ended(String method, long nanos, boolean well) {
    (well ? completed : failed).increment();
    metrics.served(method, nanos);
  }

  void abortIgnored() {
    aborts.increment();
  }

  void requestIgnored() {
    ignored.increment();
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
        ignored.sum(),
        violations.sum());
  }
}
