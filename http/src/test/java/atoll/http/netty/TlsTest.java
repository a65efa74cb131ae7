package atoll.http.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.ByteBudget;
import atoll.http.TlsSettings;
import atoll.http.TlsSettings.PeerCertificate;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.sim.SeededRandomness;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsTest {

  private static final RealClock CLOCK = new RealClock();
  private static final Endpoint ANY = new Endpoint("127.0.0.1", 0);

  /// PEM files of one holder.
  private record Papers(Path chain, Path key) {}

  @TempDir static Path directory;

  private static Path authority;
  private static Papers first;
  private static Papers second;
  private static Papers agent;

  @BeforeAll
  static void makeCertificates() throws Exception {
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=root")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authority = Files.writeString(directory.resolve("root.pem"), root.getRootCertificatePEM());
    first = papers(root, "first");
    second = papers(root, "second");
    agent = papers(root, "agent");
  }

  private static Papers papers(X509Bundle root, String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name + ",O=Atoll")
            .addSanDnsName(name + ".example")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(root);
    return new Papers(
        Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
  }

  private static final Routes NAMES =
      Routes.routes()
          .exact("/echo", Handler.onVirtualThread(e -> e.send(e.body().readText(1_000_000))))
          .fallback(
              Handler.onLoop(e -> e.send(e.peer().secure() + " " + e.peer().certificateNames())));

  private static HttpServer server(EventLoops loops, TlsSettings tls) {
    ServerSettings settings =
        ServerSettings.of(new ByteBudget(1 << 20), CLOCK, new SeededRandomness(1), Events.NONE);
    return NettyServer.start(loops, settings, List.of(Listen.secure("main", ANY, NAMES, tls)));
  }

  private static HttpClient client(EventLoops loops, TlsSettings tls) {
    return NettyClient.start(loops, ClientSettings.of(new ByteBudget(1 << 20), CLOCK).withTls(tls));
  }

  private static String ask(HttpClient client, ClientRequest request) {
    Deadline deadline = Deadline.after(CLOCK, Duration.ofSeconds(20));
    try (BlockingResponse answer = client.send(request.overTls(), deadline)) {
      return answer.body().readText(1_000_000);
    }
  }

  private static Fault faultOf(HttpClient client, ClientRequest request) {
    try {
      throw new AssertionError("answered: " + ask(client, request));
    } catch (AtollException e) {
      return e.fault();
    }
  }

  @Test
  void clientsShowTheirCertificatesWhereTheyAreAsked() {
    TlsSettings plain = TlsSettings.client(authority);
    TlsSettings named = plain.withIdentity(agent.chain(), agent.key());
    for (PeerCertificate wanted : PeerCertificate.values()) {
      TlsSettings own =
          TlsSettings.server(first.chain(), first.key()).withPeerCertificate(wanted, authority);
      try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
          HttpServer server = server(loops, own);
          HttpClient unknown = client(loops, plain);
          HttpClient known = client(loops, named)) {
        ClientRequest request = ClientRequest.get(server.local("main"), "/");
        switch (wanted) {
          case NONE -> {
            assertThat(ask(unknown, request)).isEqualTo("true []");
            assertThat(ask(known, request)).isEqualTo("true []");
          }
          case OPTIONAL -> {
            assertThat(ask(unknown, request)).isEqualTo("true []");
            assertThat(ask(known, request)).isEqualTo("true [agent, agent.example, 127.0.0.1]");
          }
          case REQUIRED -> {
            assertThat(faultOf(unknown, request)).isIn(Fault.DENIED, Fault.UNREACHABLE);
            assertThat(ask(known, request)).isEqualTo("true [agent, agent.example, 127.0.0.1]");
          }
        }
      }
    }
  }

  @Test
  void largeBodiesTravelOverTls() {
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.NIO);
        HttpServer server = server(loops, TlsSettings.server(first.chain(), first.key()));
        HttpClient client = client(loops, TlsSettings.client(authority))) {
      String text = "0123456789".repeat(90_000);
      ClientBody body = new ClientBody.Whole(Bytes.utf8(text));
      for (int i = 0; i < 3; i++) {
        assertThat(ask(client, ClientRequest.of(server.local("main"), "PUT", "/echo", body)))
            .isEqualTo(text);
      }
    }
  }

  @Test
  void aServerWithoutATrustedCertificateIsRefused() {
    TlsSettings stranger = TlsSettings.client(first.chain());
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
        HttpServer server = server(loops, TlsSettings.server(second.chain(), second.key()));
        HttpClient client = client(loops, stranger)) {
      assertThat(faultOf(client, ClientRequest.get(server.local("main"), "/")))
          .isEqualTo(Fault.DENIED);
    }
  }

  @Test
  void newCertificatesServeNewConnectionsAndOldOnesGoOn() throws Exception {
    try (EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
        HttpServer server = server(loops, TlsSettings.server(first.chain(), first.key()));
        SecureSocket before = SecureSocket.to(server.local("main"), authority)) {
      assertThat(before.serverName()).isEqualTo("CN=first, O=Atoll");
      server.reloadTls("main", TlsSettings.server(second.chain(), second.key()));
      try (SecureSocket after = SecureSocket.to(server.local("main"), authority)) {
        assertThat(after.serverName()).isEqualTo("CN=second, O=Atoll");
        assertThat(after.get()).isEqualTo(200);
      }
      assertThat(before.get()).isEqualTo(200);
      assertThatThrownBy(
              () -> server.reloadTls("main", TlsSettings.server(first.key(), first.chain())))
          .isInstanceOf(AtollException.class);
      assertThat(before.get()).isEqualTo(200);
    }
  }
}
