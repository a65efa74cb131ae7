package atoll.fast;

import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;
import java.util.ArrayList;
import java.util.List;

/// What clients and servers of one process count, under the names that node-fast's users watch:
/// `fast_requests_completed` and `fast_server_request_time_seconds`,
/// `fast_client_requests_completed` and `fast_client_request_time_seconds`, each by `rpcMethod`.
/// Failed requests are counted too.
///
/// Shared (its counters are).
public final class FastMetrics {

  /// Says which buckets the histograms have.
  private static final String BUCKETS_VERSION = "1";

  private final Family<Counter> serverRequests;
  private final Family<Histogram> serverTimes;
  private final Family<Counter> clientRequests;
  private final Family<Histogram> clientTimes;

  /// Registers all four; once for each registry.
  public FastMetrics(Registry registry) {
    serverRequests =
        registry.counters(
            "fast_requests_completed", "count of fast requests completed", "rpcMethod");
    serverTimes =
        registry.histograms(
            "fast_server_request_time_seconds",
            "end-to-end fast request duration, as the server sees it",
            buckets(),
            "rpcMethod",
            "buckets_version");
    clientRequests =
        registry.counters(
            "fast_client_requests_completed", "count of fast requests completed", "rpcMethod");
    clientTimes =
        registry.histograms(
            "fast_client_request_time_seconds",
            "end-to-end fast request duration, as the client sees it",
            buckets(),
            "rpcMethod",
            "buckets_version");
  }

  /// Counts for nobody.
  public static FastMetrics unseen() {
    return new FastMetrics(new Registry());
  }

  /// 2, 4, 6, 8 and 10 times each power of ten, from 0.0002 s to 100 s.
  private static double[] buckets() {
    List<Double> bounds = new ArrayList<>();
    for (int decade = -4; decade <= 1; decade++) {
      for (int step = 2; step <= 10; step += 2) {
        bounds.add(Double.valueOf(step + "e" + decade));
      }
    }
    return bounds.stream().mapToDouble(Double::doubleValue).toArray();
  }

  void served(String method, long nanos) {
    serverRequests.with(method).increment();
    serverTimes.with(method, BUCKETS_VERSION).observeNanos(nanos);
  }

  void called(String method, long nanos) {
    clientRequests.with(method).increment();
    clientTimes.with(method, BUCKETS_VERSION).observeNanos(nanos);
  }
}
