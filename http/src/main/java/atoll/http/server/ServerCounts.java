package atoll.http.server;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What a server counts. Shared by its event loops.
public final class ServerCounts {

  private final LongAdder[] byClass = new LongAdder[6];
  private final LongAdder requests = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder accepted = new LongAdder();
  private final AtomicLong open = new AtomicLong();

  public ServerCounts() {
    for (int i = 0; i < byClass.length; i++) {
      byClass[i] = new LongAdder();
    }
  }

  public void requestBegan() {
    requests.increment();
  }

  /// An exchange ended.
  public void completed(Completion completion) {
    int statusClass = completion.status() / 100;
    byClass[statusClass >= 1 && statusClass <= 5 ? statusClass : 0].increment();
    received.add(completion.receivedBytes());
    sent.add(completion.sentBytes());
    if (!completion.isWhole()) {
      broken.increment();
    }
  }

  /// A message was no valid request.
  public void rejected() {
    rejected.increment();
  }

  public long connectionOpened() {
    accepted.increment();
    return open.incrementAndGet();
  }

  public void connectionClosed() {
    open.decrementAndGet();
  }

  /// Requests whose head was valid.
  public long requests() {
    return requests.sum();
  }

  /// Exchanges that ended with a status of that class, 1 to 5; 0 for those without a status.
  public long ended(int statusClass) {
    return byClass[statusClass].sum();
  }

  /// Requests that run now.
  public long inFlight() {
    long ended = 0;
    for (LongAdder each : byClass) {
      ended += each.sum();
    }
    return Math.max(0, requests() - ended);
  }

  /// Messages refused before any handler saw them.
  public long rejectedMessages() {
    return rejected.sum();
  }

  /// Exchanges whose answer did not reach the client whole.
  public long brokenAnswers() {
    return broken.sum();
  }

  public long receivedBytes() {
    return received.sum();
  }

  public long sentBytes() {
    return sent.sum();
  }

  public long acceptedConnections() {
    return accepted.sum();
  }

  public long openConnections() {
    return open.get();
  }
}
