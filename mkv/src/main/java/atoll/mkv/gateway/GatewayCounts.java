package atoll.mkv.gateway;

import atoll.http.server.AccessLog;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;
import java.util.Set;

/// What a gateway counts. Labels are few: never a key. Shared.
final class GatewayCounts implements AccessLog {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "DELETE", "POST", "UNLINK", "RELINK");

  private final Family<Counter> requests;
  private final Family<Histogram> seconds;
  private final Family<Counter> hostRequests;
  private final Family<Histogram> hostSeconds;
  private final Family<Counter> hostErrors;
  final Counter shortPuts;
  final Counter rateLimited;
  final Counter choresDone;
  final Counter choresFailed;
  private final Family<Counter> reloads;

  GatewayCounts(Registry page) {
    requests =
        page.counters(
            "mkv_http_requests_total",
            "Requests by what they asked and got.",
            "method",
            "route",
            "code");
    seconds =
        page.histograms(
            "mkv_http_request_duration_seconds",
            "Time from the head of a request to the last byte of its answer.",
            Histogram.exponentialBounds(0.0005, 2, 18),
            "method",
            "route");
    hostRequests =
        page.counters(
            "mkv_volume_requests_total", "Requests to blob hosts.", "volume", "op", "outcome");
    hostSeconds =
        page.histograms(
            "mkv_volume_request_duration_seconds",
            "Time of requests to blob hosts.",
            Histogram.exponentialBounds(0.0005, 2, 18),
            "volume",
            "op");
    hostErrors =
        page.counters(
            "mkv_volume_errors_total", "What went wrong with blob hosts.", "volume", "kind");
    shortPuts =
        page.counter("mkv_put_replicas_short_total", "Values that began with a copy missing.");
    rateLimited = page.counter("mkv_rate_limited_total", "Listings refused as too many.");
    choresDone = page.counter("mkv_chores_done_total", "Chores on copies that were done.");
    choresFailed = page.counter("mkv_chores_failed_total", "Attempts at chores that failed.");
    reloads = page.counters("mkv_config_reload_total", "Reloads of the configuration.", "result");
  }

  void reloaded(boolean taken) {
    reloads.with(taken ? "taken" : "refused").increment();
  }

  void host(String host, String op, String kind, long nanos) {
    hostRequests.with(host, op, kind.isEmpty() ? "done" : "failed").increment();
    hostSeconds.with(host, op).observeNanos(nanos);
    if (!kind.isEmpty()) {
      hostErrors.with(host, kind).increment();
    }
  }

  @Override
  public void completed(Exchange exchange, Completion completion) {
    String asked = exchange.request().method();
    String method = METHODS.contains(asked) ? asked : "other";
    String route = exchange.request().target().rawQuery() == null ? "key" : "query";
    requests.with(method, route, Integer.toString(completion.status())).increment();
    seconds.with(method, route).observeNanos(completion.nanos());
  }
}
