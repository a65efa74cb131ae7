package atoll.fast;

import java.util.concurrent.atomic.LongAdder;

/// Counts what a client does. Shared (by adders).
final class ClientCounts {

  private final FastMetrics metrics;
  private final LongAdder started = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  ClientCounts(FastMetrics metrics) {
    this.metrics = metrics;
  }

  void started() {
    started.increment();
  }

  void completed(String method, long nanos) {
    completed.increment();
    metrics.called(method, nanos);
  }

  void failed(String method, long nanos) {
    failed.increment();
    metrics.called(method, nanos);
  }

  void dropped() {
    dropped.increment();
  }

  ClientStats stats(int inFlight, long unreadBytes) {
    return new ClientStats(
        started.sum(), completed.sum(), failed.sum(), dropped.sum(), inFlight, unreadBytes);
  }
}
