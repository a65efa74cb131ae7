package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.BlockingReader;
import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.client.ResponseReceiver;
import atoll.http.field.TraceParent;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostAddress;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostHealth;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.hosts.HostTimes;
import atoll.mkv.hosts.HttpBlobHosts;
import atoll.mkv.key.Generation;
import atoll.mkv.key.HostId;
import atoll.mkv.key.Key;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarState;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every failure of a host, as a host on a real socket brings it about.
class HostFailuresTest {

  private static final RealClock CLOCK = new RealClock();
  private static final Caller CALLER = new Caller("test", TraceParent.begin(new RealRandomness()));
  private static final Duration LONG = Duration.ofSeconds(20);

  /// For tests that wait for a time limit.
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Bytes CONTENT = Bytes.utf8("hello");
  private static final Sidecar SIDECAR =
      new Sidecar(
          Key.of("/k"),
          new Generation(7),
          SidecarState.LIVE,
          CONTENT.size(),
          checksums(),
          "text/plain",
          0,
          List.of());

  private final EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
  private final List<HttpClient> clients = new ArrayList<>();
  private final Seen seen = new Seen();

  private HttpClient client(Duration patience) {
    clients.add(NettyClient.start(loops, settings(patience).withTimes(patience, patience)));
    return clients.getLast();
  }

  private static ClientSettings settings(Duration idle) {
    ClientSettings usual = ClientSettings.of(new ByteBudget(1 << 24), CLOCK);
    HttpLimits.Pace pace = usual.limits().pace();
    return usual.withLimits(
        usual
            .limits()
            .withPace(
                new HttpLimits.Pace(
                    pace.headTime(),
                    idle,
                    pace.window(),
                    pace.bytesPerSecond(),
                    pace.lingerTime(),
                    pace.drainTime())));
  }

  private static Checksums checksums() {
    Hashes hashes = new Hashes(false);
    hashes.add(CONTENT.asBuffer());
    return hashes.checksums();
  }

  /// What a host's health was told.
  private static final class Seen implements HostHealth {
    final List<HostResult> all = new CopyOnWriteArrayList<>();

    @Override
    public HostCondition of(HostId host) {
      return HostCondition.UP;
    }

    @Override
    public void seen(HostId host, HostResult result) {
      all.add(result);
    }

    @Override
    public long freeBytes(HostId host) {
      return -1;
    }
  }

  @AfterEach
  void stop() {
    clients.forEach(HttpClient::close);
    loops.close();
  }

  private HttpBlobHosts hosts(HostAddress address, HttpClient with, Duration patience) {
    return new HttpBlobHosts(
        with,
        seen,
        CLOCK,
        new RealRandomness(),
        new HostTimes(patience, patience, LONG),
        Map.of(ScriptedHost.ID, address));
  }

  private HttpBlobHosts hosts(HostAddress address, Duration patience) {
    return hosts(address, client(patience), patience);
  }

  private static HostFailure failure(CompletableFuture<HostResult> result) throws Exception {
    return failure(result.get(20, TimeUnit.SECONDS));
  }

  private static HostFailure failure(HostResult result) {
    if (result instanceof HostResult.Failed(HostFailure why)) {
      return why;
    }
    throw new AssertionError("the host did what it was asked");
  }

  private HostFailure store(HostAddress at, Duration patience) throws Exception {
    return failure(hosts(at, patience).store(ScriptedHost.ID, SIDECAR, CONTENT, CALLER));
  }

  private HostFailure store(ScriptedHost.Script script) throws Exception {
    return store(script, LONG);
  }

  private HostFailure store(ScriptedHost.Script script, Duration patience) throws Exception {
    try (ScriptedHost host = new ScriptedHost(script)) {
      return store(host.address(), patience);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, read_only",
    "404, not_found",
    "405, read_only",
    "421, wrong_host",
    "422, checksum",
    "500, status",
    "501, status",
    "503, busy",
    "507, no_space"
  })
  void answersAStatus(int status, String kind) throws Exception {
    HostFailure why = store(ScriptedHost.answering(ScriptedHost.status(status, 0)));
    assertThat(why.kind()).isEqualTo(kind);
    assertThat(seen.all).contains(HostResult.failed(why));
  }

  @Test
  void isNotThere() throws Exception {
    assertThat(store(ScriptedHost.address(FreePorts.one()), LONG))
        .isInstanceOf(HostFailure.Connect.class);
  }

  @Test
  void hasANameThatNobodyKnows() throws Exception {
    HostAddress nowhere =
        new HostAddress(ScriptedHost.ID, new Endpoint("no-such-host.invalid", 80), "", "", "");
    assertThat(store(nowhere, LONG)).isInstanceOf(HostFailure.Dns.class);
  }

  @Test
  void takesNoConnection() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Socket> waiting = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        Socket socket = new Socket();
        waiting.add(socket);
        Thread.ofVirtual().start(() -> connect(socket, full.getLocalPort()));
      }
      Store.await(
          "its queue is full", () -> waiting.stream().filter(Socket::isConnected).count() >= 2);
      assertThat(store(ScriptedHost.address(full.getLocalPort()), SHORT))
          .isEqualTo(new HostFailure.Timeout(HostFailure.Phase.CONNECT));
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static void connect(Socket socket, int port) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    } catch (IOException full) {
      return;
    }
  }

  @Test
  void neverAnswers() throws Exception {
    assertThat(store(ScriptedHost.SILENT, SHORT))
        .isEqualTo(new HostFailure.Timeout(HostFailure.Phase.RESPONSE));
  }

  @Test
  void doesNotReadWhatItIsSent() throws Exception {
    try (ScriptedHost host = new ScriptedHost((_, _, _) -> ScriptedHost.hold())) {
      BlobUpload upload =
          hosts(host.address(), LONG).upload(ScriptedHost.ID, SIDECAR.blobName(), -1, CALLER);
      HostResult result;
      try (Fanout fanout = new Fanout(List.of(upload), 1, SHORT, CLOCK)) {
        int lanes = 1;
        for (int piece = 0; piece < 1_000 && lanes == 1; piece++) {
          lanes = fanout.offer(ByteBuffer.allocate(64 * 1024));
        }
        result = fanout.finish(SHORT).getFirst();
      }
      assertThat(failure(result)).isEqualTo(new HostFailure.Timeout(HostFailure.Phase.WRITE));
    }
  }

  private HostFailure read(String answer) throws Exception {
    try (ScriptedHost host =
        new ScriptedHost((connection, in, out) -> {
          if (ScriptedHost.request(in)) {
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
          }
          if (answer.endsWith("wait")) {
            var _ = in.read();
          }
        })) {
      BlobReading reading =
          hosts(host.address(), SHORT)
              .read(ScriptedHost.ID, SIDECAR.blobName(), Optional.empty(), CALLER)
              .get(20, TimeUnit.SECONDS);
      return switch (reading) {
        case BlobReading.Failed failed -> failed.why();
        case BlobReading.Begun begun -> {
          try (var response = begun.response()) {
            yield new BlockingReader(response.body()).readAll(100).length == 0
                ? new HostFailure.Cancelled()
                : new HostFailure.Busy();
          } catch (AtollException broken) {
            yield HostFailure.ofBody(broken);
          }
        }
      };
    }
  }

  @Test
  void stopsInTheMiddleOfABody() throws Exception {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nwait"))
        .isEqualTo(new HostFailure.Timeout(HostFailure.Phase.IDLE));
  }

  @Test
  void breaksOffInTheMiddleOfABody() throws Exception {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour"))
        .isInstanceOf(HostFailure.Protocol.class);
  }

  @Test
  void doesNotSpeakHttp() throws Exception {
    assertThat(store(ScriptedHost.answering("220 welcome to something else\r\n")))
        .isInstanceOf(HostFailure.Protocol.class);
  }

  @Test
  void closesWithoutAnAnswer() throws Exception {
    assertThat(store((_, in, _) -> ScriptedHost.request(in)))
        .isInstanceOf(HostFailure.Protocol.class);
  }

  /// As a disk that cut the file off: the host says it is stored, and it is shorter.
  @ParameterizedTest
  @CsvSource({"200, 4", "404, 0"})
  void storesLessThanItWasSent(int status, long found) throws Exception {
    try (ScriptedHost host =
        new ScriptedHost(
            ScriptedHost.answering(
                ScriptedHost.status(201, 0), ScriptedHost.status(status, found)))) {
      BlobUpload upload =
          hosts(host.address(), LONG)
              .upload(ScriptedHost.ID, SIDECAR.blobName(), CONTENT.size(), CALLER);
      assertThat(upload.write(CONTENT.asBuffer())).isEmpty();
      assertThat(failure(upload.finish()))
          .isEqualTo(new HostFailure.ShortBody(CONTENT.size(), found));
    }
  }

  @ParameterizedTest
  @CsvSource({"200, 4", "404, 0"})
  void storesLessThanItWasSentAtOnce(int status, long found) throws Exception {
    assertThat(
            store(
                ScriptedHost.answering(
                    ScriptedHost.status(201, 0), ScriptedHost.status(status, found))))
        .isEqualTo(new HostFailure.ShortBody(CONTENT.size(), found));
  }

  /// A host of our own tells the sum of what it has.
  @Test
  void storesSomethingElse() throws Exception {
    assertThat(
            store(
                ScriptedHost.answering(
                    "HTTP/1.1 201 x\r\nContent-Length: 0\r\nX-Mkv-Crc32c: 00000000\r\n\r\n")))
        .isInstanceOf(HostFailure.ChecksumMismatch.class);
  }

  @Test
  void isGivenUp() throws Exception {
    try (ScriptedHost host = new ScriptedHost(ScriptedHost.SILENT)) {
      BlobUpload upload =
          hosts(host.address(), LONG).upload(ScriptedHost.ID, SIDECAR.blobName(), 5, CALLER);
      assertThat(upload.write(CONTENT.asBuffer())).isEmpty();
      upload.close();
      assertThat(failure(upload.finish())).isInstanceOf(HostFailure.Cancelled.class);
    }
  }

  @Test
  void isAskedTooMuchAtOnce() throws Exception {
    try (ScriptedHost host = new ScriptedHost(ScriptedHost.SILENT)) {
      HttpBlobHosts hosts = hosts(host.address(), LONG);
      List<CompletableFuture<HostResult>> all = new ArrayList<>();
      for (int number = 0; number <= 64 + ClientSettings.WAITING; number++) {
        all.add(hosts.remove(ScriptedHost.ID, SIDECAR.blobName(), CALLER));
      }
      assertThat(failure(all.getLast())).isInstanceOf(HostFailure.Busy.class);
    }
  }

  /// Hosts are asked over plain HTTP, so this one takes a client of its own.
  @Test
  void doesNotAgreeOnTls() throws Exception {
    HttpClient refused =
        new HttpClient() {
          @Override
          public void send(ClientRequest request, Deadline deadline, ResponseReceiver receiver) {
            receiver.failed(new AtollException(Fault.DENIED, "TLS with the server failed"));
          }

          @Override
          public void close() {}
        };
    HttpBlobHosts hosts = hosts(ScriptedHost.address(1), refused, LONG);
    assertThat(failure(hosts.store(ScriptedHost.ID, SIDECAR, CONTENT, CALLER)))
        .isInstanceOf(HostFailure.Tls.class);
  }
}
