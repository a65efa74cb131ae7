package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.netty.TestServer.limits;
import static atoll.http.netty.TestServer.quick;
import static atoll.http.server.Handler.onLoop;
import static atoll.http.server.Handler.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.client.ClientSettings;
import atoll.http.server.ServerCounts;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class LimitsTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @Test
  void everyLimitIsListedOnce() {
    assertThat(HttpLimits.DEFAULTS.list()).extracting("name").doesNotHaveDuplicates().hasSize(15);
    assertThat(ClientSettings.of(new ByteBudget(1), new RealClock()).list())
        .extracting("name")
        .doesNotHaveDuplicates()
        .hasSize(19);
  }

  @Test
  void countsStandOnThePageOfMetrics() {
    Registry page = new Registry();
    try (TestServer server =
            TestServer.start(
                settings -> settings.withCounts(ServerCounts.on(page, "edge")),
                onLoop(e -> e.status(e.request().rawPath().equals("/") ? 200 : 404).send("x")));
        RawClient client = server.client();
        RawClient broken = server.client()) {
      client.send(GET).answer();
      client.send("GET /no HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      broken.send("nonsense\r\n").answer();
      eventually("both are counted", () -> server.settings.counts().inFlight() == 0);
      assertThat(PrometheusText.print(page).lines())
          .contains(
              "edge_requests_total 2",
              "edge_answers_2xx_total 1",
              "edge_answers_4xx_total 1",
              "edge_rejected_total 1",
              "edge_sent_bytes_total 2",
              "edge_connections_open 2",
              "edge_request_seconds_count 2");
    }
  }

  @Test
  void idleConnectionsAreClosed() {
    try (TestServer server = TestServer.start(quick(), onLoop(e -> e.send("x")));
        RawClient silent = server.client();
        RawClient client = server.client()) {
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
      assertThat(client.isClosedByPeer()).isTrue();
      assertThat(silent.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aSlowReaderIsCutOff() {
    AtomicBoolean failed = new AtomicBoolean();
    try (TestServer server =
            TestServer.start(
                quick(),
                onVirtualThread(e -> {
                  e.exchange().whenDone(done -> failed.set(!done.isWhole()));
                  try (var out = e.stream(-1)) {
                    while (true) {
                      out.write(ByteBuffer.allocate(100_000));
                    }
                  }
                }));
        RawClient client = server.client()) {
      client.send(GET);
      eventually("the reader is cut off", failed::get);
    }
  }

  @Test
  void aSteadyReaderIsNot() {
    try (TestServer server =
            TestServer.start(
                quick(),
                onVirtualThread(e -> {
                  try (var out = e.stream(8_000_000)) {
                    for (int i = 0; i < 80; i++) {
                      out.write(ByteBuffer.allocate(100_000));
                    }
                    out.end();
                  }
                }));
        RawClient client = server.client()) {
      assertThat(client.send(GET).answer().body()).hasSize(8_000_000);
    }
  }

  @Test
  void connectionsAboveTheLimitAreRefused() {
    try (TestServer server =
            TestServer.start(
                limits(l -> l.withConnections(new HttpLimits.Connections(2, 100, 1000))),
                onLoop(e -> e.send("x")));
        RawClient first = server.client()) {
      first.send(GET).answer();
      try (RawClient second = server.client()) {
        second.send(GET).answer();
        try (RawClient third = server.client()) {
          assertThat(third.isClosedByPeer()).isTrue();
        }
      }
      eventually("one is gone", () -> server.settings.counts().openConnections() == 1);
      try (RawClient again = server.client()) {
        assertThat(again.send(GET).answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void theLastRequestOfAConnectionSaysSo() {
    try (TestServer server =
            TestServer.start(
                limits(l -> l.withConnections(new HttpLimits.Connections(10, 2, 1000))),
                onLoop(e -> e.send("x")));
        RawClient client = server.client()) {
      assertThat(client.send(GET).answer().header("connection")).isEmpty();
      assertThat(client.send(GET).answer().header("connection")).isEqualTo("close");
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void drainingEndsWhatRunsAndAcceptsNothingNew() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (TestServer server =
            TestServer.start(
                onVirtualThread(e -> {
                  inside.countDown();
                  assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
                  e.send("done");
                }));
        RawClient idle = server.client();
        RawClient client = server.client()) {
      client.send(GET);
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
      AtomicBoolean clean = new AtomicBoolean();
      Thread drain = Thread.ofVirtual().start(() -> clean.set(server.server.drain()));
      assertThat(idle.isClosedByPeer()).isTrue();
      goOn.countDown();
      RawClient.Answer answer = client.answer();
      assertThat(answer.text()).isEqualTo("done");
      assertThat(answer.header("connection")).isEqualTo("close");
      drain.join(10_000);
      assertThat(clean).isTrue();
    }
  }

  @Test
  void whatDoesNotEndInTimeIsCutOff() {
    try (TestServer server = TestServer.start(quick(), onLoop(e -> {}));
        RawClient client = server.client()) {
      client.send(GET);
      eventually("it runs", () -> server.settings.counts().inFlight() == 1);
      assertThat(server.server.drain()).isFalse();
      assertThat(client.isClosedByPeer()).isTrue();
      assertThat(server.events.of("http.drain.cut")).hasSize(1);
    }
  }
}
