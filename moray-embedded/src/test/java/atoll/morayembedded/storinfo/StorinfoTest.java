package atoll.morayembedded.storinfo;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.json.Json;
import atoll.http.ByteBudget;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyServer;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.ServerSettings;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.morayembedded.object.EtagCondition;
import atoll.morayembedded.store.BatchOperation;
import atoll.morayembedded.store.Store;
import atoll.morayembedded.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit starts everything before each test.
class StorinfoTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final Clock clock = new RealClock();
  private final Randomness randomness = new RealRandomness();
  private Store store;
  private EventLoops loops;
  private HttpServer server;
  private HttpClient client;

  @BeforeEach
  void start() {
    store = Store.sqlite(folder.resolve("moray.db"), StoreSettings.USUAL, clock, randomness);
    loops = EventLoops.start(1, EventLoops.Transport.BEST);
    ServerSettings settings =
        ServerSettings.of(new ByteBudget(16 << 20), clock, randomness, Events.NONE);
    StorinfoSettings kept = new StorinfoSettings(92, Duration.ofSeconds(60), Duration.ofHours(1));
    server =
        NettyServer.start(
            loops,
            settings,
            List.of(
                Listen.plain(
                    "storinfo", new Endpoint("127.0.0.1", 0), Storinfo.over(store, kept, clock))));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    loops.close();
    store.close();
  }

  private void makeBucket() {
    store.createBucket(
        SOON,
        "manta_storage",
        Json.parse(
            """
            {"index":{"hostname":{"type":"string"},"availableMB":{"type":"number"},
              "percentUsed":{"type":"number"},"server_uuid":{"type":"string"},
              "timestamp":{"type":"number"},"zone_uuid":{"type":"string"},
              "manta_compute_id":{"type":"string"},"manta_storage_id":{"type":"string"}}}\
            """));
  }

  private String report(int instance, int percentUsed, Duration ago) {
    String value =
        """
        {"availableMB":1000,"percentUsed":%d,"filesystem":"/manta","datacenter":"dc1",\
        "manta_storage_id":"%d.stor.x","timestamp":%d,"hostname":"h%d"}\
        """
            .formatted(percentUsed, instance, clock.now().minus(ago).toEpochMilli(), instance);
    var _ =
        store.run(
            SOON,
            new BatchOperation.Put(
                "manta_storage",
                instance + ".stor.x",
                Json.parse(value),
                new EtagCondition.Any(),
                null));
    return value;
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + server.local("storinfo") + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> ids(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    List<String> ids = new ArrayList<>();
    for (Json node : Json.parse(response.body()).elements()) {
      ids.add(node.member("manta_storage_id").flatMap(Json::asText).orElseThrow());
    }
    return ids;
  }

  @Test
  void nodesAreToldByNumberAsTheyReportedThemselves() throws Exception {
    makeBucket();
    report(10, 20, Duration.ZERO);
    String two = report(2, 20, Duration.ZERO);
    assertThat(ids(ask("GET", "/storagenodes"))).containsExactly("2.stor.x", "10.stor.x");
    assertThat(ask("GET", "/storagenodes/2.stor.x").body()).isEqualTo(two);
    HttpResponse<String> missing = ask("GET", "/storagenodes/3.stor.x");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body())
        .isEqualTo("{\"code\":\"ResourceNotFound\",\"message\":\"3.stor.x does not exist\"}");
  }

  @Test
  void fullAndSilentNodesAreLeftOut() throws Exception {
    makeBucket();
    report(1, 92, Duration.ZERO);
    report(2, 93, Duration.ZERO);
    report(3, 20, Duration.ofSeconds(50));
    report(4, 20, Duration.ofMinutes(2));
    assertThat(ids(ask("GET", "/storagenodes"))).containsExactly("1.stor.x", "3.stor.x");
    assertThat(ask("GET", "/storagenodes/4.stor.x").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesFollowOneAnother() throws Exception {
    makeBucket();
    for (int i = 1; i <= 5; i++) {
      report(i, 20, Duration.ZERO);
    }
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of("/storagenodes?limit=2");
    while (next.isPresent()) {
      HttpResponse<String> page = ask("GET", next.get());
      seen.addAll(ids(page));
      next =
          page.headers()
              .firstValue("Link")
              .map(link -> link.replaceFirst("<(.*)>; rel=next", "$1"));
    }
    assertThat(seen).containsExactly("1.stor.x", "2.stor.x", "3.stor.x", "4.stor.x", "5.stor.x");
    assertThat(ids(ask("GET", "/storagenodes?after_id=4.stor.x&limit=100")))
        .containsExactly("5.stor.x");
    assertThat(ids(ask("GET", "/storagenodes?after_id=5.stor.x"))).isEmpty();
    assertThat(ask("GET", "/storagenodes?after_id=6.stor.x").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=501", "limit=x", "limit=", "after_id=", "other=1"})
  void aQuestionThatMakesNoSenseIsRefused(String query) throws Exception {
    HttpResponse<String> refused = ask("GET", "/storagenodes?" + query);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).startsWith("{\"code\":\"BadRequest\",\"message\":\"");
  }

  @Test
  void whatWasReadIsGoodUntilItIsFlushed() throws Exception {
    assertThat(ids(ask("GET", "/storagenodes"))).as("nobody has made the bucket").isEmpty();
    makeBucket();
    report(1, 20, Duration.ZERO);
    assertThat(ids(ask("GET", "/storagenodes"))).isEmpty();
    assertThat(ask("POST", "/flush").statusCode()).isEqualTo(200);
    assertThat(ids(ask("GET", "/storagenodes"))).containsExactly("1.stor.x");
  }

  @Test
  void whatIsNotThereOrNotAllowedIsSaid() throws Exception {
    assertThat(ask("GET", "/poll").statusCode()).isEqualTo(404);
    HttpResponse<String> refused = ask("POST", "/storagenodes");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET");
    assertThat(ask("GET", "/flush").statusCode()).isEqualTo(405);
  }
}
