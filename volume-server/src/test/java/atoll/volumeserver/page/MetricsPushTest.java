package atoll.volumeserver.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atoll.http.ByteBudget;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.kit.AtollException;
import atoll.kit.event.Event;
import atoll.kit.net.Endpoint;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.ConfiguringMaster;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The push of metrics, over real sockets. What a gateway is sent was seen from the Go server: a
/// PUT to `/metrics/job/volumeServer/instance/` and the address with its colon escaped.
class MetricsPushTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path data;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final BlockingQueue<String> pushes = new LinkedBlockingQueue<>();
  private volatile int status = 202;
  private NodeFixture fixture;
  private Node node;

  @BeforeEach
  void begin() {
    fixture = keep(new NodeFixture(data));
    node = fixture.node;
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.add(part);
    return part;
  }

  /// A gateway that keeps what it is sent.
  private String gateway() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::take);
    server.start();
    keep(() -> server.stop(0));
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      pushes.add(
          "%s %s\n%s\n%s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getRawPath(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  body));
      byte[] why = "no room".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, status == 202 ? -1 : why.length);
      if (status != 202) {
        exchange.getResponseBody().write(why);
      }
    }
  }

  private ServerAddress master(String metricsAddress, int seconds) {
    return keep(new ConfiguringMaster(
            Optional.empty(),
            GetMasterConfigurationResponse.newBuilder()
                .setMetricsAddress(metricsAddress)
                .setMetricsIntervalSeconds(seconds)
                .build()))
        .address();
  }

  private void start(ServerAddress... masters) {
    EventLoops loops = keep(EventLoops.start(1, EventLoops.Transport.BEST));
    HttpClient client =
        keep(NettyClient.start(loops, ClientSettings.of(new ByteBudget(1 << 20), node.clock())));
    keep(
        MetricsPush.start(
            node, new Masters(List.of(masters), fixture.channels), client, fixture.runner));
  }

  private String next() throws InterruptedException {
    String push = pushes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(push).as("a push within %s", PATIENCE).isNotNull();
    return push;
  }

  private List<String> messages() {
    return fixture.events.all().stream().map(Event::message).toList();
  }

  @Test
  void thePageIsPushedAgainAndAgainInPlaceOfTheOneBefore() throws Exception {
    var requests = node.counters().counter("requests_total", "Requests.");
    requests.increment();
    String gateway = gateway();
    start(master("http://" + gateway + "/", 1));

    String first = next();
    requests.increment();

    assertThat(first)
        .startsWith(
            """
            PUT /metrics/job/volumeServer/instance/127.0.0.1%3A8080
            text/plain; version=0.0.4; charset=utf-8
            """)
        .contains("requests_total 1\n");
    await().atMost(PATIENCE).until(() -> next().contains("requests_total 2\n"));
    assertThat(messages()).containsExactly("metrics are pushed to " + gateway + " every 1s");
  }

  @Test
  void aGatewayThatRefusesIsToldOfOnceAndTriedAgain() throws Exception {
    status = 507;
    String gateway = gateway();
    start(master(gateway, 1));

    next();
    next();
    await().atMost(PATIENCE).until(() -> !fixture.events.all().isEmpty());
    assertThat(messages())
        .containsExactly("metrics cannot be pushed to " + gateway + ": it answers 507, no room");
    status = 202;
    await()
        .atMost(PATIENCE)
        .until(() -> messages().contains("metrics are pushed to " + gateway + " every 1s"));
    assertThat(fixture.events.all()).hasSize(2);
  }

  @Test
  void theNextMasterIsAskedWhereOneDoesNotAnswer() throws Exception {
    start(new ServerAddress("127.0.0.1", 1, 1), master(gateway(), 3600));

    assertThat(next()).startsWith("PUT ");
  }

  @Test
  void nothingIsPushedWhereNoGatewayIsNamed() {
    assertThat(PushGateway.of("", 15)).isEmpty();
    assertThat(PushGateway.of("10.0.0.9:9091", 0)).isEmpty();
  }

  @Test
  void anAddressWithoutPortMeansTheUsualOne() {
    assertThat(PushGateway.of("gateway.example", 15))
        .contains(new PushGateway(new Endpoint("gateway.example", 80), Duration.ofSeconds(15)));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    assertThatThrownBy(() -> PushGateway.of("https://10.0.0.9:9091/prefix", 15))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("\"https://10.0.0.9:9091/prefix\"")
        .hasMessageContaining("-metrics.address");
  }
}
