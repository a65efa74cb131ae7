package atoll.http.netty;

import static atoll.http.netty.TestServer.ANY;
import static atoll.http.netty.TestServer.eventually;
import static atoll.http.server.Handler.onLoop;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.ByteBudget;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientResponse;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.real.RealClock;
import atoll.sim.RecordingEvents;
import atoll.sim.SeededRandomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Several event loops, several listeners, and a client that lives on the same loops.
final class ManyLoopsTest {

  private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int LOOPS = 3;

  /// Two listeners, `front` and `back`.
  private static final class Two implements AutoCloseable {
    final RecordingEvents events = new RecordingEvents();
    final ByteBudget budget = new ByteBudget(1 << 20);
    final EventLoops loops = EventLoops.start(LOOPS, EventLoops.Transport.BEST);
    final HttpClient client = NettyClient.start(loops, ClientSettings.of(budget, new RealClock()));
    final ServerSettings settings =
        ServerSettings.of(budget, new RealClock(), new SeededRandomness(1), events);
    final HttpServer server;

    Two(Handler front, Handler back) {
      server =
          NettyServer.start(
              loops,
              settings,
              List.of(
                  Listen.plain("front", ANY, Routes.all(front)),
                  Listen.plain("back", ANY, Routes.all(back))));
    }

    /// A handler that asks `back` on the loops and hands its status and path on.
    void ask(Exchange exchange) {
      client.send(
          ClientRequest.get(server.local("back"), exchange.request().rawPath()),
          soon(),
          new ResponseReceiver() {
            @Override
            public void answered(ClientResponse response) {
              String path = String.valueOf(response.headers().first("X-Path"));
              response.close();
              exchange.send(response.status() + " " + path);
            }

            @Override
            public void failed(AtollException why) {
              exchange.status(502).send(String.valueOf(why.getMessage()));
            }
          });
    }

    RawClient raw(String listener) {
      return RawClient.to(server.local(listener));
    }

    @Override
    public void close() {
      client.close();
      server.close();
      loops.close();
      events.close();
    }
  }

  private static Deadline soon() {
    return Deadline.after(new RealClock(), Duration.ofSeconds(20));
  }

  @Test
  void connectionsAreSpreadOverAllLoops() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Handler handler =
        onLoop(e -> {
          threads.add(Thread.currentThread().getName());
          e.send();
        });
    try (Two two = new Two(handler, handler)) {
      for (int i = 0; i < 4 * LOOPS; i++) {
        try (RawClient client = two.raw(i % 2 == 0 ? "front" : "back")) {
          assertThat(client.send(GET.repeat(2)).answer().status()).isEqualTo(200);
          assertThat(client.answer().status()).isEqualTo(200);
        }
      }
      assertThat(threads).hasSize(LOOPS);
    }
  }

  @Test
  void aServerAsksAnotherOverTheSameLoops() throws Exception {
    Two[] self = new Two[1];
    Handler front = onLoop(e -> self[0].ask(e));
    Handler back = onLoop(e -> e.status(202).header("X-Path", e.request().rawPath()).send());
    try (Two two = new Two(front, back);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      self[0] = two;
      List<Callable<Boolean>> works = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int number = i;
        works.add(() -> {
          for (int j = 0; j < 20; j++) {
            String path = "/" + number + "/" + j;
            ClientRequest request = ClientRequest.get(two.server.local("front"), path);
            try (BlockingResponse answer = two.client.send(request, soon())) {
              assertThat(answer.body().readText(100)).isEqualTo("202 " + path);
            }
          }
          return true;
        });
      }
      for (Future<Boolean> each : threads.invokeAll(works)) {
        assertThat(each.get()).isTrue();
      }
      eventually("all ended", () -> two.settings.counts().inFlight() == 0);
    }
  }

  @Test
  void drainingEndsIdleConnectionsOfAllLoopsAndWaitsForRunningOnes() {
    Queue<Exchange> held = new ConcurrentLinkedQueue<>();
    List<RawClient> running = new ArrayList<>();
    List<RawClient> idle = new ArrayList<>();
    try (Two two = new Two(onLoop(held::add), onLoop(e -> e.send("x")))) {
      for (int i = 0; i < 2 * LOOPS; i++) {
        running.add(two.raw("front").send(GET));
        RawClient client = two.raw("back").send(GET);
        assertThat(client.answer().text()).isEqualTo("x");
        idle.add(client);
      }
      eventually("all run", () -> held.size() == running.size());
      AtomicBoolean whole = new AtomicBoolean();
      Thread drain = Thread.ofVirtual().start(() -> whole.set(two.server.drain()));
      idle.forEach(client -> assertThat(client.isClosedByPeer()).isTrue());
      assertThat(drain.isAlive()).isTrue();
      held.forEach(exchange -> exchange.send("late"));
      for (RawClient client : running) {
        RawClient.Answer answer = client.answer();
        assertThat(answer.text()).isEqualTo("late");
        assertThat(answer.header("connection")).isEqualTo("close");
      }
      eventually("the drain has ended", () -> !drain.isAlive());
      assertThat(whole).isTrue();
    } finally {
      running.forEach(RawClient::close);
      idle.forEach(RawClient::close);
    }
  }
}
