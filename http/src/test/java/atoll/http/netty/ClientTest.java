package atoll.http.netty;

import static atoll.http.netty.TestServer.eventually;
import static atoll.http.server.Handler.onLoop;
import static atoll.http.server.Handler.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.BodyWriter;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.server.Handler;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ClientTest {

  private static final Handler ECHO =
      onVirtualThread(e -> {
        e.header("X-Method", e.request().method());
        try (var out = e.stream(e.body().length())) {
          ByteBuffer piece = ByteBuffer.allocate(10_000);
          while (e.body().read(piece.clear()) >= 0) {
            out.write(piece.flip());
          }
          out.end();
        }
      });

  private static Deadline soon() {
    return Deadline.after(new RealClock(), Duration.ofSeconds(20));
  }

  private static HttpClient client(TestServer server) {
    return NettyClient.start(server.loops, ClientSettings.of(server.budget, new RealClock()));
  }

  private static String text(HttpClient client, ClientRequest request) {
    try (BlockingResponse answer = client.send(request, soon())) {
      return answer.status() + " " + answer.body().readText(1000);
    }
  }

  @Test
  void connectionsAreKeptAndUsedAgain() {
    try (TestServer server = TestServer.start(ECHO);
        HttpClient client = client(server)) {
      Endpoint to = server.server.local("main");
      for (int i = 0; i < 20; i++) {
        ClientBody body = new ClientBody.Whole(Bytes.utf8("body " + i));
        assertThat(text(client, ClientRequest.of(to, "PUT", "/a", body)))
            .isEqualTo("200 body " + i);
        assertThat(text(client, ClientRequest.get(to, "/b"))).isEqualTo("200 ");
      }
      assertThat(server.settings.counts().acceptedConnections()).isEqualTo(1);
    }
  }

  @Test
  void bodiesStreamBothWays() {
    int size = 3_000_000;
    for (long length : new long[] {size, -1}) {
      try (TestServer server = TestServer.start(ECHO);
          HttpClient client = client(server)) {
        ClientBody body = new ClientBody.Streamed(length, out -> fill(out, size));
        ClientRequest request = ClientRequest.of(server.server.local("main"), "POST", "/", body);
        try (BlockingResponse answer = client.send(request, soon())) {
          assertThat(answer.headers().first("X-Method")).isEqualTo("POST");
          ByteBuffer got = ByteBuffer.allocate(size + 1);
          while (answer.body().read(got) >= 0) {}
          assertThat(got.position()).isEqualTo(size);
          for (int i = 0; i < size; i += 1001) {
            assertThat(got.get(i)).isEqualTo((byte) (i / 1000));
          }
        }
      }
    }
  }

  /// Writes as long as there is room, then waits for more room.
  private static void fill(BodyWriter out, int size) {
    AtomicInteger at = new AtomicInteger();
    Runnable more =
        new Runnable() {
          @Override
          public void run() {
            while (at.get() < size && out.isWritable()) {
              byte[] piece = new byte[1000];
              java.util.Arrays.fill(piece, (byte) (at.getAndAdd(1000) / 1000));
              out.write(ByteBuffer.wrap(piece));
            }
            if (at.get() < size) {
              out.whenWritable(this);
            } else {
              out.end();
            }
          }
        };
    more.run();
  }

  @Test
  void headHasHeadersAndNoBody() {
    try (TestServer server = TestServer.start(onLoop(e -> e.send("hello")));
        HttpClient client = client(server)) {
      ClientRequest head =
          ClientRequest.of(server.server.local("main"), "HEAD", "/", ClientBody.NONE);
      try (BlockingResponse answer = client.send(head, soon())) {
        assertThat(answer.headers().first("content-length")).isEqualTo("5");
        assertThat(answer.body().readText(10)).isEmpty();
      }
      assertThat(text(client, ClientRequest.get(server.server.local("main"), "/")))
          .isEqualTo("200 hello");
      assertThat(server.settings.counts().acceptedConnections()).isEqualTo(1);
    }
  }

  @Test
  void anEarlyRefusalArrivesBeforeAHeldBody() {
    try (TestServer server =
            TestServer.start(
                onVirtualThread(e -> {
                  if (e.request().rawPath().equals("/no")) {
                    e.status(403).send("no");
                  } else {
                    e.send(e.body().readText(100));
                  }
                }));
        HttpClient client = client(server)) {
      Endpoint to = server.server.local("main");
      ClientBody body = new ClientBody.Whole(Bytes.utf8("held"));
      assertThat(
              text(client, ClientRequest.of(to, "PUT", "/", body).header("Expect", "100-continue")))
          .isEqualTo("200 held");
      assertThat(
              text(
                  client,
                  ClientRequest.of(to, "PUT", "/no", body).header("Expect", "100-continue")))
          .isEqualTo("403 no");
      assertThat(server.settings.counts().receivedBytes()).isEqualTo(4);
    }
  }

  private static Fault faultOf(HttpClient client, ClientRequest request, Duration within) {
    try (BlockingResponse answer = client.send(request, Deadline.after(new RealClock(), within))) {
      answer.body().readText(1_000_000);
      throw new AssertionError("no fault, status " + answer.status());
    } catch (AtollException e) {
      return e.fault();
    }
  }

  @Test
  void faultsSayWhatHappened() throws IOException {
    try (TestServer server = TestServer.start(onLoop(e -> {}));
        HttpClient client = client(server)) {
      int closed;
      try (ServerSocket socket = new ServerSocket(0)) {
        closed = socket.getLocalPort();
      }
      Duration second = Duration.ofSeconds(10);
      assertThat(faultOf(client, ClientRequest.get(new Endpoint("127.0.0.1", closed), "/"), second))
          .isEqualTo(Fault.UNREACHABLE);
      assertThat(
              faultOf(
                  client,
                  ClientRequest.get(server.server.local("main"), "/"),
                  Duration.ofMillis(200)))
          .isEqualTo(Fault.TIMEOUT);
      assertThat(
              faultOf(
                  client, ClientRequest.get(server.server.local("main"), "/").overTls(), second))
          .isEqualTo(Fault.BAD_INPUT);
    }
  }

  /// A server that reads a request, then sends some bytes and closes, once for each text.
  private static Endpoint scripted(ServerSocket listener, String... answers) {
    Thread.ofVirtual()
        .start(() -> {
          for (String answer : answers) {
            try (Socket socket = listener.accept()) {
              while (socket.getInputStream().read() != '\n') {}
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
              return;
            }
          }
        });
    return new Endpoint("127.0.0.1", listener.getLocalPort());
  }

  @Test
  void brokenAnswersAreFaults() throws IOException {
    try (TestServer server = TestServer.start(onLoop(e -> e.send()));
        HttpClient client = client(server);
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Endpoint to =
          scripted(
              listener,
              "SSH-2.0-hello\r\n\r\n",
              "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
              "",
              "HTTP/1.1 200 OK\r\n\r\nuntil the end");
      Duration second = Duration.ofSeconds(10);
      assertThat(faultOf(client, ClientRequest.get(to, "/"), second)).isEqualTo(Fault.CORRUPT);
      assertThat(faultOf(client, ClientRequest.get(to, "/"), second)).isEqualTo(Fault.UNREACHABLE);
      assertThat(faultOf(client, ClientRequest.get(to, "/"), second)).isEqualTo(Fault.BAD_INPUT);
      assertThat(faultOf(client, ClientRequest.get(to, "/"), second)).isEqualTo(Fault.UNREACHABLE);
      assertThat(text(client, ClientRequest.get(to, "/"))).isEqualTo("200 until the end");
    }
  }

  @Test
  void aKeptConnectionThatDiedIsReplacedOnceAndOnlyWhereThatIsSafe() throws Exception {
    try (TestServer server = TestServer.start(onLoop(e -> e.send()));
        HttpClient client = client(server);
        ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      AtomicInteger requests = new AtomicInteger();
      // Answers the first request of each connection, and closes at the second.
      Thread.ofVirtual()
          .start(() -> {
            while (true) {
              try (Socket socket = listener.accept()) {
                for (int i = 0; i < 2; i++) {
                  int ends = 0;
                  while (ends < 2) {
                    int b = socket.getInputStream().read();
                    ends = b == '\n' ? ends + 1 : b == '\r' ? ends : 0;
                  }
                  requests.incrementAndGet();
                  if (i == 0) {
                    socket
                        .getOutputStream()
                        .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                  }
                }
              } catch (IOException e) {
                return;
              }
            }
          });
      Endpoint to = new Endpoint("127.0.0.1", listener.getLocalPort());
      assertThat(text(client, ClientRequest.get(to, "/"))).isEqualTo("200 ");
      assertThat(text(client, ClientRequest.get(to, "/"))).isEqualTo("200 ");
      assertThat(requests).hasValue(3);
      ClientRequest post = ClientRequest.of(to, "POST", "/", ClientBody.NONE);
      assertThat(faultOf(client, post, Duration.ofSeconds(10))).isEqualTo(Fault.UNREACHABLE);
      assertThat(requests).hasValue(4);
    }
  }

  @Test
  void anAnswerThatNobodyReadsClosesItsConnection() {
    try (TestServer server =
            TestServer.start(
                onVirtualThread(e -> {
                  try (var out = e.stream(50_000_000)) {
                    for (int i = 0; i < 500; i++) {
                      out.write(ByteBuffer.allocate(100_000));
                    }
                    out.end();
                  }
                }));
        HttpClient client = client(server)) {
      client.send(ClientRequest.get(server.server.local("main"), "/"), soon()).close();
      eventually("the connection is gone", () -> server.settings.counts().openConnections() == 0);
    }
  }

  @Test
  void requestsAreCheckedBeforeTheyAreSent() {
    Endpoint to = new Endpoint("127.0.0.1", 1);
    assertThatThrownBy(() -> ClientRequest.get(to, "/a b")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> ClientRequest.get(to, "/\r\nX: y")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> ClientRequest.get(to, "/").header("A", "b\r\nc"))
        .isInstanceOf(AssertionError.class);
  }
}
