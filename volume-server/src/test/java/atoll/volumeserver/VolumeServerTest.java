package atoll.volumeserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.TlsSettings;
import atoll.http.TlsSettings.PeerCertificate;
import atoll.kit.Bytes;
import atoll.kit.count.Registry;
import atoll.kit.event.Event;
import atoll.kit.event.Level;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.sim.net.FreePorts;
import atoll.volumeserver.page.LogLevel;
import atoll.volumeserver.settings.SettingsAnswer;
import atoll.volumeserver.settings.SettingsReader;
import atoll.volumeserver.wire.ConfiguringMaster;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcIdentity;
import atoll.volumeserver.wire.GrpcLimits;
import atoll.volumeserver.wire.GrpcTls;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import atoll.volumeserver.wire.volume.PingRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server, as its command line starts it. No master answers, and none is needed here.
final class VolumeServerTest {

  @TempDir private Path work;

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private int port;
  private int grpcPort;
  private int masterPort = 1;
  private @Nullable VolumeServer running;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  private void start(Level level, String security) throws IOException {
    start(level, security, Map.of());
  }

  private void start(Level level, String security, Map<String, String> environment)
      throws IOException {
    port = FreePorts.one();
    grpcPort = FreePorts.one();
    Path data = Files.createDirectories(work.resolve("data"));
    Path rules = Files.writeString(work.resolve("security.toml"), security);
    SettingsAnswer answer =
        SettingsReader.read(
            List.of(
                "-ip=127.0.0.1",
                "-port=" + port,
                "-port.grpc=" + grpcPort,
                "-dir=" + data,
                "-master=127.0.0.1:1." + masterPort,
                "-preStopSeconds=0",
                "-securityFile=" + rules),
            environment);
    assertThat(answer).isInstanceOf(SettingsAnswer.Start.class);
    RealRunner runner = new RealRunner(events::add);
    parts.add(runner);
    VolumeServer server =
        VolumeServer.start(
            ((SettingsAnswer.Start) answer).settings(),
            ServerLimits.USUAL,
            new RealClock(),
            events::add,
            new LogLevel(() -> level, _ -> {}),
            new Registry(),
            runner,
            _ -> {});
    parts.add(server);
    running = server;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> server.node().isLoaded());
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<String> requestLines() {
    return events.stream()
        .filter(event -> event.code().startsWith("http.request."))
        .map(event -> event.level() + " " + event.message() + " " + event.fields())
        .toList();
  }

  private void awaitLines(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> requestLines().size() >= count);
  }

  // ---- the log of requests ----

  @Test
  void eachRequestHasALineForWhoeverWantsToKnow() throws Exception {
    start(Level.DEBUG, "");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String url = "http://127.0.0.1:" + port + "/9,0123456789?jwt=s3cret&pretty=y";

      HttpResponse<String> answer = get(client, url);

      awaitLines(1);
      assertThat(requestLines())
          .singleElement()
          .asString()
          .startsWith("DEBUG GET /9,0123456789?jwt=...&pretty=y: " + answer.statusCode() + ", ")
          .contains("0 bytes came and")
          .contains(answer.headers().firstValue("x-amz-request-id").orElseThrow())
          .doesNotContain("s3cret");
    }
  }

  @Test
  void onlyWhatFailedHasALineOtherwise() throws Exception {
    start(Level.INFO, "");
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, "http://127.0.0.1:" + port + "/status").statusCode()).isEqualTo(200);

      assertThat(get(client, "http://127.0.0.1:" + port + "/healthz").statusCode()).isEqualTo(503);

      awaitLines(1);
      assertThat(requestLines()).singleElement().asString().startsWith("INFO GET /healthz: 503, ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/3%2c01, /3%2c01",
    "/3?ttl=3m, /3?ttl=3m",
    "/3?JWT=a&%6Awt=b&cm=true, /3?JWT=...&%6Awt=...&cm=true",
    "/3?jwt=a=b&&dl, /3?jwt=...&&dl",
    "GET /3?jwt=a HTTP/9, GET /3?jwt=..."
  })
  void valuesThatMayBeSecretAreNotShown(String target, String shown) {
    assertThat(RequestLog.shown(target)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/9,0123456789 | 404 | the volume is not here, and the master knows of no other server",
        "/9,nothing    | 400 | the path names no volume, key and cookie",
      })
  void aLineSaysWhy(String path, int status, String reason) throws Exception {
    start(Level.DEBUG, "");
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, "http://127.0.0.1:" + port + path).statusCode()).isEqualTo(status);
      awaitLines(1);
      assertThat(requestLines()).singleElement().asString().contains(" µs; " + reason);
    }
  }

  // ---- gRPC ----

  @Test
  void toolsAreToldWhichCallsThereAre() throws Exception {
    start(Level.INFO, "");
    BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
    try (GrpcChannels channels =
        new GrpcChannels(GrpcTls.client(Optional.empty()), GrpcLimits.DEFAULTS)) {
      var questions =
          ServerReflectionGrpc.newStub(channels.to(new ServerAddress("127.0.0.1", port, grpcPort)))
              .serverReflectionInfo(
                  new StreamObserver<ServerReflectionResponse>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                      told.add(
                          response.getListServicesResponse().getServiceList().stream()
                              .map(ServiceResponse::getName)
                              .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                      told.add(List.of(failure.toString()));
                    }

                    @Override
                    public void onCompleted() {}
                  });
      questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      assertThat(told.poll(20, TimeUnit.SECONDS))
          .containsExactlyInAnyOrder(
              "volume_server_pb.VolumeServer", "grpc.reflection.v1.ServerReflection");
      questions.onCompleted();
    }
  }

  // ---- TLS ----

  private TlsSettings identity(X509Bundle root, String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(root);
    Files.writeString(work.resolve(name + ".pem"), bundle.getCertificatePathPEM());
    Files.writeString(work.resolve(name + ".key"), bundle.getPrivateKeyPEM());
    return new TlsSettings(
        Bytes.utf8(bundle.getCertificatePathPEM()),
        Bytes.utf8(bundle.getPrivateKeyPEM()),
        Optional.of(Bytes.utf8(root.getRootCertificatePEM())),
        PeerCertificate.NONE);
  }

  private long ping(Optional<TlsSettings> tls) {
    try (GrpcChannels channels =
        new GrpcChannels(GrpcTls.client(tls.map(GrpcIdentity::ofClient)), GrpcLimits.DEFAULTS)) {
      return VolumeServerGrpc.newBlockingStub(
              channels.to(new ServerAddress("127.0.0.1", port, grpcPort)))
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .ping(PingRequest.getDefaultInstance())
          .getStartTimeNs();
    }
  }

  private static SSLContext trusting(X509Bundle root) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("root", root.getCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void certificatesOfTheRulesGuardBothPorts() throws Exception {
    X509Bundle root = authority("root");
    identity(root, "server");
    TlsSettings client = identity(root, "client");
    start(Level.INFO, certificatesOnBothPorts());

    try (HttpClient https = HttpClient.newBuilder().sslContext(trusting(root)).build()) {
      assertThat(get(https, "https://127.0.0.1:" + port + "/status").body()).contains("Version");
      assertThatThrownBy(() -> get(https, "http://127.0.0.1:" + port + "/status"))
          .isInstanceOf(IOException.class);
    }
    assertThat(ping(Optional.of(client))).isPositive();
    TlsSettings nobody =
        new TlsSettings(Bytes.EMPTY, Bytes.EMPTY, client.trusted(), PeerCertificate.NONE);
    assertThatThrownBy(() -> ping(Optional.of(nobody))).isInstanceOf(StatusRuntimeException.class);
    assertThatThrownBy(() -> ping(Optional.empty())).isInstanceOf(StatusRuntimeException.class);
  }

  private String certificatesOnBothPorts() {
    return """
    [https.volume]
    cert = "%1$s/server.pem"
    key = "%1$s/server.key"
    [grpc]
    ca = "%1$s/root.pem"
    [grpc.volume]
    cert = "%1$s/server.pem"
    key = "%1$s/server.key"
    """
        .formatted(work);
  }

  private X509Bundle authority(String name) throws Exception {
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(work.resolve("root.pem"), root.getRootCertificatePEM());
    return root;
  }

  private String status(X509Bundle root) throws Exception {
    try (HttpClient https = HttpClient.newBuilder().sslContext(trusting(root)).build()) {
      return get(https, "https://127.0.0.1:" + port + "/status").body();
    }
  }

  private long reports(String code) {
    return events.stream().filter(event -> event.code().equals(code)).count();
  }

  @Test
  void newCertificatesAreShownAndTrustedFromTheNextConnectionOn() throws Exception {
    X509Bundle first = authority("first");
    identity(first, "server");
    TlsSettings firstClient = identity(first, "client");
    start(Level.INFO, certificatesOnBothPorts());
    VolumeServer server = Objects.requireNonNull(running);
    assertThat(ping(Optional.of(firstClient))).isPositive();

    X509Bundle second = authority("second");
    identity(second, "server");
    TlsSettings secondClient = identity(second, "client");
    server.reloadRules();

    assertThat(reports("server.rules.read")).isEqualTo(1);
    assertThat(ping(Optional.of(secondClient))).isPositive();
    assertThat(status(second)).contains("Version");
    assertThatThrownBy(() -> ping(Optional.of(firstClient)))
        .isInstanceOf(StatusRuntimeException.class);
    assertThatThrownBy(() -> status(first)).isInstanceOf(IOException.class);

    Files.writeString(work.resolve("server.key"), "no key");
    server.reloadRules();

    assertThat(reports("server.rules.read")).isEqualTo(1);
    assertThat(ping(Optional.of(secondClient))).isPositive();
  }

  @Test
  void aNewCertificateIsShownToMasters() throws Exception {
    X509Bundle masters = authority("masters");
    ConfiguringMaster master =
        new ConfiguringMaster(
            Optional.of(GrpcIdentity.ofServer(identity(masters, "master"))),
            GetMasterConfigurationResponse.getDefaultInstance());
    parts.add(master);
    masterPort = master.address().grpcPort();
    identity(authority("another"), "server");
    start(Level.INFO, certificatesOnBothPorts());
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> reports("heartbeat.lost") > 0);
    assertThat(master.asked()).isZero();

    identity(masters, "server");
    Files.writeString(work.resolve("root.pem"), masters.getRootCertificatePEM());
    Objects.requireNonNull(running).reloadRules();

    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> master.asked() > 0);
  }

  @Test
  void rulesAreReadAnewByATimer() throws Exception {
    start(Level.INFO, "", Map.of("WEED_TLS_CERT_REFRESH_INTERVAL", "50ms"));
    Files.writeString(work.resolve("security.toml"), "[jwt.signing.read]\nkey = \"k\"\n");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String url = "http://127.0.0.1:" + port + "/3,0123456789";
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(http, url).statusCode() == 401);
    }
  }

  @Test
  void theAdminPortAsksForACertificateOfItsAuthority() throws Exception {
    X509Bundle root = authority("root");
    identity(root, "server");
    start(
        Level.INFO,
        """
        [https.volume]
        cert = "%1$s/server.pem"
        key = "%1$s/server.key"
        ca = "%1$s/root.pem"
        """
            .formatted(work));
    assertThatThrownBy(() -> status(root)).isInstanceOf(IOException.class);

    X509Bundle client = new CertificateBuilder().subject("CN=client").buildIssuedBy(root);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        new KeyManager[] {client.toKeyManagerFactory().getKeyManagers()[0]},
        root.toTrustManagerFactory().getTrustManagers(),
        null);
    try (HttpClient https = HttpClient.newBuilder().sslContext(context).build()) {
      assertThat(get(https, "https://127.0.0.1:" + port + "/status").body()).contains("Version");
    }
  }
}
