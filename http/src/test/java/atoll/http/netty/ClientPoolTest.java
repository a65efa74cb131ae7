package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.server.Handler.onLoop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.HttpLimits;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// The client's connections: how many, who waits for one, and where they lead.
final class ClientPoolTest {

  /// What became of requests, in the order of their ends.
  private static final class Ends implements ResponseReceiver {
    final Queue<String> all = new ConcurrentLinkedQueue<>();

    @Override
    public void answered(ClientResponse response) {
      all.add("" + response.status());
      response.close();
    }

    @Override
    public void failed(AtollException why) {
      all.add(why.fault().name());
    }
  }

  private static Deadline in(Duration time) {
    return Deadline.after(new RealClock(), time);
  }

  private static ClientSettings settings(TestServer server, int connections) {
    ClientSettings plain = ClientSettings.of(server.budget, new RealClock());
    return plain.withLimits(
        plain
            .limits()
            .withConnections(new HttpLimits.Connections(connections, Long.MAX_VALUE, 1024)));
  }

  @Test
  void requestsAboveTheLimitWaitAndAreMadeWhenAConnectionIsFree() {
    Queue<Exchange> held = new ConcurrentLinkedQueue<>();
    try (TestServer server = TestServer.start(onLoop(held::add));
        HttpClient client = NettyClient.start(server.loops, settings(server, 2))) {
      Ends ends = new Ends();
      ClientRequest request = ClientRequest.get(server.server.local("main"), "/");
      for (int i = 0; i < 10; i++) {
        client.send(request, in(Duration.ofSeconds(20)), ends);
      }
      for (int i = 1; i <= 10; i++) {
        eventually("somebody is served", () -> !held.isEmpty());
        assertThat(server.settings.counts().openConnections()).isLessThanOrEqualTo(2);
        held.remove().send();
      }
      eventually("all are served", () -> ends.all.size() == 10);
      assertThat(ends.all).containsOnly("200");
      assertThat(server.settings.counts().acceptedConnections()).isEqualTo(2);
    }
  }

  @Test
  void whoWaitsInVainIsToldAtItsDeadlineAndTheQueueHasAnEnd() {
    Queue<Exchange> held = new ConcurrentLinkedQueue<>();
    try (TestServer server = TestServer.start(onLoop(held::add))) {
      Ends ends = new Ends();
      try (HttpClient client = NettyClient.start(server.loops, settings(server, 1))) {
        ClientRequest request = ClientRequest.get(server.server.local("main"), "/");
        client.send(request, in(Duration.ofSeconds(60)), ends);
        client.send(request, in(Duration.ofMillis(1)), ends);
        eventually("the second gives up", () -> ends.all.size() == 1);
        assertThat(ends.all.remove()).isEqualTo("TIMEOUT");
        for (int i = 0; i < 10_001; i++) {
          client.send(request, in(Duration.ofSeconds(60)), ends);
        }
        eventually("the last is refused", () -> ends.all.size() == 1);
        assertThat(ends.all.remove()).isEqualTo("BUSY");
      }
      eventually("all are told of the end", () -> ends.all.size() == 10_001);
      assertThat(ends.all.stream().filter("CLOSED"::equals)).hasSize(10_000);
    }
  }

  private static HttpClient named(TestServer server, String... addresses) {
    return NettyClient.start(
        server.loops,
        settings(server, 4),
        name -> {
          if (addresses.length == 0) {
            throw new UnknownHostException(name);
          }
          return List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        });
  }

  private static ClientRequest atName(TestServer server) {
    return ClientRequest.get(new Endpoint("node.example", server.server.local("main").port()), "/");
  }

  @Test
  void theNextAddressOfANameIsTriedWhereOneDoesNotAnswer() {
    try (TestServer server = TestServer.start(onLoop(e -> e.send("here")));
        HttpClient client = named(server, "::1", "127.0.0.3", "127.0.0.2", "127.0.0.1")) {
      try (BlockingResponse answer = client.send(atName(server), in(Duration.ofSeconds(20)))) {
        assertThat(answer.body().readText(10)).isEqualTo("here");
      }
    }
  }

  @Test
  void aNameWithoutAnAddressThatAnswersIsUnreachable() {
    try (TestServer server = TestServer.start(onLoop(e -> e.send()));
        HttpClient nobody = named(server, "127.0.0.2", "127.0.0.3");
        HttpClient unknown = named(server)) {
      for (HttpClient client : List.of(nobody, unknown)) {
        assertThatThrownBy(() -> client.send(atName(server), in(Duration.ofSeconds(20))))
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE))
            .hasMessageContaining("node.example");
      }
    }
  }
}
