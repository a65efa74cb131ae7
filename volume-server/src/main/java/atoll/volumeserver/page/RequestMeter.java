package atoll.volumeserver.page;

import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.LoopHandler;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Gauge;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests under the names of SeaweedFS, by method and status. Shared (its counters are
/// concurrent).
public final class RequestMeter {

  static final String PREFIX = "SeaweedFS_volumeServer_";

  /// The bounds of all times that SeaweedFS measures: from 0.1 ms on, each twice the one before.
  static final double[] SECONDS = Histogram.exponentialBounds(0.0001, 2, 24);

  private static final int FAILED_FROM = 500;

  private final Family<Counter> requests;
  private final Family<Histogram> seconds;
  private final Family<Gauge> inFlight;
  private final Map<String, OneMethod> methods = new ConcurrentHashMap<>();

  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  private record OneMethod(
      String type, Histogram seconds, Gauge inFlight, Map<Integer, Counter> byStatus) {}

  public RequestMeter(Registry registry) {
    requests =
        registry.counters(
            PREFIX + "request_total", "Requests by method and status.", "type", "code");
    seconds =
        registry.histograms(
            PREFIX + "request_seconds", "How long requests took, by method.", SECONDS, "type");
    inFlight =
        registry.gauges(PREFIX + "in_flight_requests", "Requests that run now, by method.", "type");
  }

  /// A part of requests that is timed beside their methods.
  public static final class Part {

    private final Histogram seconds;
    private final Gauge inFlight;

    private Part(Histogram seconds, Gauge inFlight) {
      this.seconds = seconds;
      this.inFlight = inFlight;
    }

    public void began() {
      inFlight.add(1);
    }

    /// It ended, so many nanoseconds after it began.
    public void ended(long nanos) {
      inFlight.add(-1);
      seconds.observeNanos(nanos);
    }
  }

  /// The part that metrics call `type`.
  public Part part(String type) {
    return new Part(seconds.with(type), inFlight.with(type));
  }

  /// The same handler, counted.
  public LoopHandler measured(LoopHandler handler) {
    return exchange -> {
      OneMethod method = method(exchange);
      method.inFlight().add(1);
      exchange.whenDone(completion -> count(method, completion));
      handler.handle(exchange);
    };
  }

  private OneMethod method(Exchange exchange) {
    String type =
        switch (exchange.request().method()) {
          case "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS" -> exchange.request().method();
          default -> "INVALID";
        };
    OneMethod known = methods.get(type);
    return known != null ? known : methods.computeIfAbsent(type, this::newMethod);
  }

  private OneMethod newMethod(String type) {
    return new OneMethod(type, seconds.with(type), inFlight.with(type), new ConcurrentHashMap<>());
  }

  private void count(OneMethod method, Completion completion) {
    method.inFlight().add(-1);
    method.seconds().observeNanos(completion.nanos());
    Counter counter = method.byStatus().get(completion.status());
    if (counter == null) {
      counter =
          method
              .byStatus()
              .computeIfAbsent(
                  completion.status(),
                  status -> requests.with(method.type(), Integer.toString(status)));
    }
    counter.increment();
    ended.increment();
    if (completion.status() >= FAILED_FROM || !completion.isWhole()) {
      failed.increment();
    }
    received.add(completion.receivedBytes());
    sent.add(completion.sentBytes());
  }

  /// Requests that have ended.
  long ended() {
    return ended.sum();
  }

  /// Those of them that failed for a reason of ours, or whose answer broke off.
  long failed() {
    return failed.sum();
  }

  /// Bytes of their bodies.
  long received() {
    return received.sum();
  }

  /// Bytes of the answers' bodies.
  long sent() {
    return sent.sum();
  }
}
