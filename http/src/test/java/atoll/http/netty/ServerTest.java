package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.server.Handler.onLoop;
import static atoll.http.server.Handler.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BodyReader;
import atoll.http.BodyWriter;
import atoll.http.PooledBuffer;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.Routes;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import atoll.kit.disk.OpenMode;
import atoll.kit.event.Events;
import atoll.kit.real.RealDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerTest {

  private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(EventLoops.Transport.class)
  void answersOnEveryTransport(EventLoops.Transport transport) {
    try (TestServer server = TestServer.start(transport, onLoop(e -> e.send("hello")));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("hello");
      assertThat(answer.header("date")).endsWith("GMT");
      assertThat(answer.header("x-request-id")).hasSizeGreaterThan(8);
      assertThat(answer.header("connection")).isEmpty();
      assertThat(client.send(GET).answer().text()).isEqualTo("hello");
    }
  }

  @Test
  void answersFromAVirtualThread() {
    try (TestServer server =
            TestServer.start(
                onVirtualThread(e -> {
                  assertThat(Thread.currentThread().isVirtual()).isTrue();
                  e.status(201).header("X-Thread", "virtual").send("made");
                }));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("x-thread")).isEqualTo("virtual");
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() {
    Routes routes =
        Routes.routes()
            .exact("/slow", onVirtualThread(e -> e.send("slow")))
            .fallback(onLoop(e -> e.send(e.request().rawPath())));
    try (TestServer server = TestServer.start(routes);
        RawClient client = server.client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        String path = i % 7 == 3 ? "/slow" : "/" + i;
        all.append("GET ").append(path).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      for (int i = 0; i < 50; i++) {
        assertThat(client.answer().text()).isEqualTo(i % 7 == 3 ? "slow" : "/" + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "TRACE", "PROPFIND", "unlink", "REBALANCE", "M-SEARCH"})
  void anyMethodReachesTheHandler(String method) {
    try (TestServer server = TestServer.start(onLoop(e -> e.send(e.request().method())));
        RawClient client = server.client()) {
      client.send(method + " /x HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().text()).isEqualTo(method);
      client.send("CONNECT host:80 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().text()).isEqualTo("CONNECT");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//a/../b", "/%2F%zz", "/a?b=c?d", "/\u00e9", "/a;b", "http://h/p?q", "*"})
  void theTargetIsKeptByteForByte(String target) {
    AtomicReference<String> seen = new AtomicReference<>();
    try (TestServer server =
            TestServer.start(
                onLoop(e -> {
                  seen.set(e.request().target().raw());
                  e.send();
                }));
        RawClient client = server.client()) {
      assertThat(client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(200);
      assertThat(seen.get()).isEqualTo(target);
    }
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() {
    Routes routes =
        Routes.routes()
            .exact("/stream", onVirtualThread(e -> stream(e.exchange())))
            .fallback(onLoop(e -> e.send("hello")));
    try (TestServer server = TestServer.start(routes);
        RawClient client = server.client()) {
      RawClient.Answer head = client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").head();
      assertThat(head.header("content-length")).isEqualTo("5");
      head = client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n").head();
      assertThat(head.header("content-length")).isEqualTo("6");
      assertThat(client.send(GET).answer().text()).isEqualTo("hello");
    }
  }

  private static void stream(Exchange exchange) {
    BodyWriter out = exchange.stream(6);
    out.write(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
    out.write(ByteBuffer.wrap(new byte[] {'d', 'e', 'f'}));
    out.end();
  }

  @Test
  void statusesWithoutBodySendNone() {
    try (TestServer server = TestServer.start(onLoop(e -> e.status(204).send("dropped")));
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(GET).answer();
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.headers()).doesNotContainKey("content-length");
      assertThat(client.send(GET).answer().status()).isEqualTo(204);
    }
  }

  @Test
  void http10ClosesUnlessAskedToKeep() {
    try (TestServer server = TestServer.start(onLoop(e -> e.send("x")));
        RawClient client = server.client();
        RawClient other = server.client()) {
      RawClient.Answer kept =
          client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();
      assertThat(kept.header("connection")).isEqualTo("keep-alive");
      assertThat(client.send("GET / HTTP/1.0\r\n\r\n").answer().header("connection"))
          .isEqualTo("close");
      assertThat(client.isClosedByPeer()).isTrue();
      other.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(other.answer().header("connection")).isEqualTo("close");
      assertThat(other.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aStreamOfUnknownLengthIsChunkedOrEndsWithTheConnection() {
    Handler handler =
        onVirtualThread(e -> {
          try (var out = e.stream(-1)) {
            out.write("one");
            out.write("two");
            out.end();
          }
        });
    try (TestServer server = TestServer.start(handler);
        RawClient client = server.client();
        RawClient old = server.client()) {
      RawClient.Answer answer = client.send(GET).answer();
      assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(answer.text()).isEqualTo("onetwo");
      assertThat(client.send(GET).answer().text()).isEqualTo("onetwo");
      answer = old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(answer.text()).isEqualTo("onetwo");
    }
  }

  private static final Handler ECHO =
      onVirtualThread(e -> {
        try (var out = e.stream(e.body().length())) {
          ByteBuffer piece = ByteBuffer.allocate(1000);
          while (e.body().read(piece.clear()) >= 0) {
            out.write(piece.flip());
          }
          out.end();
        }
      });

  @Test
  void bodiesStreamThroughBothWays() {
    byte[] body = new byte[3_000_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i * 31);
    }
    try (TestServer server = TestServer.start(ECHO);
        RawClient client = server.client()) {
      Thread sender =
          Thread.ofVirtual()
              .start(() ->
                  client
                      .send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
                      .send(body));
      assertThat(client.answer().body()).isEqualTo(body);
      assertThat(sender.isAlive()).isFalse();
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;ext=1\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: t\r\n\r\n");
      assertThat(client.answer().text()).isEqualTo("Wikipedia");
      assertThat(client.send(GET).answer().text()).isEmpty();
    }
  }

  @Test
  void theHandlerSeesTheHeadBeforeTheBodyArrives() {
    AtomicReference<String> seen = new AtomicReference<>("");
    Handler handler =
        onLoop(e -> {
          seen.set(e.request().method());
          gather(e, 100);
        });
    try (TestServer server = TestServer.start(handler);
        RawClient client = server.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");
      eventually("the handler has the head", () -> "PUT".equals(seen.get()));
      client.send("bo").send("dy");
      assertThat(client.answer().text()).isEqualTo("body");
    }
  }

  private static void gather(Exchange exchange, int bound) {
    exchange
        .body()
        .gather(
            bound,
            new BodyReader.Gathered() {
              @Override
              public void whole(PooledBuffer body) {
                exchange.send(body);
              }

              @Override
              public void failed(AtollException why) {
                exchange.status(why.fault() == Fault.TOO_LARGE ? 413 : 500).send();
              }
            });
  }

  @Test
  void gatheringReservesBytesAndGivesThemBack() {
    try (TestServer server = TestServer.start(onLoop(e -> gather(e, 1000)));
        RawClient client = server.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
      assertThat(client.answer().text()).isEqualTo("12345");
      client.send(
          "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n");
      assertThat(client.answer().text()).isEqualTo("12345");
      eventually("all bytes are back", () -> server.budget.usedBytes() == 0);
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void aSpentBudgetLeavesSocketsUnread() {
    try (TestServer server = TestServer.start(onLoop(e -> gather(e, 1 << 20)));
        RawClient first = server.client();
        RawClient second = server.client()) {
      first.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      eventually("the first has its bytes", () -> server.budget.usedBytes() == 1_000_000);
      second.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
      eventually("the second waits", () -> server.budget.waiting() == 1);
      first.send(new byte[1_000_000]);
      assertThat(first.answer().body()).hasSize(1_000_000);
      second.send(new byte[900_000]);
      assertThat(second.answer().body()).hasSize(900_000);
      eventually("all bytes are back", () -> server.budget.usedBytes() == 0);
    }
  }

  @Test
  void aClientThatLeavesTheLineGivesItsPlaceBack() {
    try (TestServer server = TestServer.start(onLoop(e -> gather(e, 1 << 20)));
        RawClient first = server.client()) {
      first.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      eventually("the first has its bytes", () -> server.budget.usedBytes() == 1_000_000);
      try (RawClient second = server.client()) {
        second.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
        eventually("the second waits", () -> server.budget.waiting() == 1);
      }
      eventually("the second left", () -> server.budget.waiting() == 0);
      first.endOutput();
      eventually("all bytes are back", () -> server.budget.usedBytes() == 0);
    }
  }

  @Test
  void continueIsAnsweredWhenTheHandlerAsksForTheBody() {
    Routes routes =
        Routes.routes()
            .exact("/refuse", onLoop(e -> e.status(403).send()))
            .fallback(onLoop(e -> gather(e, 100)));
    String expecting = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
    try (TestServer server = TestServer.start(routes);
        RawClient client = server.client();
        RawClient refused = server.client()) {
      assertThat(client.send("PUT /" + expecting).head().status()).isEqualTo(100);
      assertThat(client.send("body").answer().text()).isEqualTo("body");
      RawClient.Answer answer = refused.send("PUT /refuse" + expecting).answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(refused.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aSmallUnreadBodyIsReadAwayAndALargeOneClosesTheConnection() {
    try (TestServer server = TestServer.start(onLoop(e -> e.status(400).send("no")));
        RawClient client = server.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
      assertThat(client.answer().header("connection")).isEmpty();
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n");
      client.send(new byte[100_000]);
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 256 * 1024, 256 * 1024 + 1, 5_000_000})
  void filesGoOutWhole(int size) {
    byte[] content = new byte[size + 7];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 17);
    }
    RealDisk disk = new RealDisk(Events.NONE);
    try (DiskFile file = disk.open(directory.resolve("f"), OpenMode.CREATE_NEW)) {
      file.append(ByteBuffer.allocateDirect(content.length).put(content).flip());
      try (TestServer server = TestServer.start(onLoop(e -> e.sendFile(file, 3, size)));
          RawClient client = server.client()) {
        for (int round = 0; round < 2; round++) {
          byte[] body = client.send(GET).answer().body();
          assertThat(body).hasSize(size);
          assertThat(ByteBuffer.wrap(body)).isEqualTo(ByteBuffer.wrap(content, 3, size));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 3_000_000})
  void aFileThatIsNotInMemoryIsReadElsewhere(int size) {
    try (DiskFile file = new UncachedFile(new byte[size]);
        TestServer server = TestServer.start(onLoop(e -> e.sendFile(file, 0, size)));
        RawClient client = server.client()) {
      assertThat(client.send(GET).answer().body()).hasSize(size);
      assertThat(client.send(GET).answer().body()).hasSize(size);
    }
  }

  @Test
  void aFileThatEndsWithinItsFirstBytesIsAnError() {
    try (DiskFile file = new UncachedFile(new byte[100]);
        TestServer server = TestServer.start(onLoop(e -> e.sendFile(file, 0, 200)));
        RawClient client = server.client()) {
      server.events.expect("http.file.failed");
      assertThat(client.send(GET).answer().status()).isEqualTo(500);
      server.events.await("http.file.failed", java.time.Duration.ofSeconds(10));
    }
  }

  @Test
  void aFileThatEndsLaterBreaksTheConnectionOff() {
    try (DiskFile file = new UncachedFile(new byte[300_000]);
        TestServer server = TestServer.start(onLoop(e -> e.sendFile(file, 0, 400_000)));
        RawClient client = server.client()) {
      server.events.expect("http.file.failed");
      assertThat(client.send(GET).rest()).hasSizeLessThan(400_000);
      server.events.await("http.file.failed", java.time.Duration.ofSeconds(10));
    }
  }

  @Test
  void completionComesOnceWithTheLastByte() {
    Queue<Completion> seen = new ConcurrentLinkedQueue<>();
    Handler handler =
        onLoop(e -> {
          e.whenDone(seen::add);
          e.status(203).send("hello");
        });
    try (TestServer server = TestServer.start(handler);
        RawClient client = server.client()) {
      client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").answer();
      eventually("one completion", () -> seen.size() == 1);
      Completion completion = List.copyOf(seen).getFirst();
      assertThat(completion.status()).isEqualTo(203);
      assertThat(completion.sentBytes()).isEqualTo(5);
      assertThat(completion.isWhole()).isTrue();
      assertThat(completion.nanos()).isPositive();
      eventually("counts", () -> server.settings.counts().ended(2) == 1);
      assertThat(server.settings.counts().inFlight()).isZero();
    }
  }

  @Test
  void aClientThatLeavesFailsTheExchangeOnce() {
    Queue<Completion> seen = new ConcurrentLinkedQueue<>();
    Handler handler =
        onVirtualThread(e -> {
          e.exchange().whenDone(seen::add);
          try (var out = e.stream(-1)) {
            while (true) {
              out.write(ByteBuffer.allocate(100_000));
            }
          }
        });
    try (TestServer server = TestServer.start(handler)) {
      try (RawClient client = server.client()) {
        client.send(GET).head();
      }
      eventually("one completion", () -> seen.size() == 1);
      assertThat(List.copyOf(seen).getFirst().failure()).isNotNull();
    }
  }

  @Test
  void aHandlerThatThrowsAnswersByItsFault() {
    Routes routes =
        Routes.routes()
            .exact(
                "/bug",
                onLoop(e -> {
                  throw new IllegalStateException("secret");
                }))
            .exact(
                "/gone",
                onVirtualThread(e -> {
                  throw new AtollException(Fault.NOT_FOUND, "no such");
                }))
            .exact("/silent", onVirtualThread(e -> {}))
            .fallback(onLoop(e -> e.send()));
    try (TestServer server = TestServer.start(routes);
        RawClient client = server.client()) {
      server.events.expect("http.handler.failed").expect("http.handler.unanswered");
      RawClient.Answer answer = client.send("GET /bug HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).isEqualTo("internal error\n");
      assertThat(client.send("GET /gone HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(404);
      assertThat(client.send("GET /silent HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
          .isEqualTo(500);
      assertThat(client.send(GET).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void bytesThatArriveOneByOneAreTheSameRequest() {
    try (TestServer server = TestServer.start(ECHO);
        RawClient client = server.client()) {
      byte[] all =
          "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII);
      for (byte each : all) {
        client.send(new byte[] {each});
      }
      assertThat(client.answer().text()).isEqualTo("abc");
      assertThat(client.send(GET).answer().text()).isEmpty();
    }
  }
}
