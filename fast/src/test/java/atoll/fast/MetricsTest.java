package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Protocol;
import atoll.fast.json.Json;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Both ends count and time by method, under the names that node-fast's users watch.
final class MetricsTest {

  private final Machine machine = new Machine();
  private final Registry atServer = new Registry();
  private final Registry atClient = new Registry();
  private final FastServer server =
      FastServer.start(
          machine.seams,
          new atoll.kit.net.Endpoint("127.0.0.1", 0),
          Samples.ALL,
          FastLimits.USUAL,
          new FastMetrics(atServer));

  @AfterEach
  void close() {
    server.close();
    machine.close();
  }

  @Test
  void callsAreCountedAndTimedWhetherTheyEndWellOrNot() {
    try (FastClient client =
        FastClient.over(
            machine.seams.net().dial(server.local(), machine.soon()),
            machine.seams,
            FastLimits.USUAL,
            Protocol.V2,
            new FastMetrics(atClient))) {
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
      assertThat(machine.call(client, "refuse")).isInstanceOf(Reply.Failed.class);
      ClientStats stats = client.stats();
      assertThat(stats.toString()).contains("inFlight=0");
    }
    String seenByClient = PrometheusText.print(atClient);
    assertCounted(seenByClient, "fast_client_requests_completed", "fast_client_request");
    assertThat(seenByClient).doesNotContain("fast_requests_completed{");
    assertCounted(PrometheusText.print(atServer), "fast_requests_completed", "fast_server_request");
  }

  private static void assertCounted(String page, String counter, String histogram) {
    assertThat(page)
        .contains(counter + "{rpcMethod=\"echo\"} 2\n")
        .contains(counter + "{rpcMethod=\"refuse\"} 1\n")
        .contains(histogram + "_time_seconds_count{rpcMethod=\"echo\",buckets_version=\"1\"} 2\n")
        .contains(
            histogram
                + "_time_seconds_bucket{rpcMethod=\"refuse\",buckets_version=\"1\",le=\"100\"} 1\n");
  }
}
