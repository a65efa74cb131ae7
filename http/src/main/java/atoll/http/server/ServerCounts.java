package atoll.http.server;

import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

  private final @Nullable Histogram seconds;

  /// Counts that are on no page.
  public ServerCounts() {
    this(null);
  }

  private ServerCounts(@Nullable Histogram seconds) {
    this.seconds = seconds;
    for (int i = 0; i < byClass.length; i++) {
      byClass[i] = new LongAdder();
    }
  }

  /// Counts that stand on a page of metrics, each name behind `prefix`: `prefix_requests_total` and
  /// its companions. A product whose names are given by others registers the readings below itself.
  public static ServerCounts on(Registry page, String prefix) {
    ServerCounts counts =
        new ServerCounts(
            page.histogram(
                prefix + "_request_seconds",
                "Time from the head of a request to the last byte of its answer.",
                Histogram.exponentialBounds(0.0001, 2, 20)));
    page.counter(prefix + "_requests_total", "Requests whose head was valid.", counts::requests);
    for (int i = 0; i < counts.byClass.length; i++) {
      LongAdder ended = counts.byClass[i];
      page.counter(
          prefix + "_answers_" + (i == 0 ? "none" : i + "xx") + "_total",
          i == 0 ? "Exchanges that ended without a status." : "Answers with this class of status.",
          ended::sum);
    }
    page.gauge(prefix + "_requests_in_flight", "Requests that run now.", counts::inFlight);
    page.counter(
        prefix + "_rejected_total", "Messages that were no requests.", counts::rejectedMessages);
    page.counter(
        prefix + "_broken_answers_total",
        "Answers that did not reach the client whole.",
        counts::brokenAnswers);
    page.counter(prefix + "_received_bytes_total", "Bytes of bodies.", counts::receivedBytes);
    page.counter(prefix + "_sent_bytes_total", "Bytes of bodies.", counts::sentBytes);
    page.counter(
        prefix + "_connections_total", "Connections accepted.", counts::acceptedConnections);
    page.gauge(prefix + "_connections_open", "Connections open now.", counts::openConnections);
    return counts;
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
    Histogram times = seconds;
    if (times != null) {
      times.observeNanos(completion.nanos());
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
