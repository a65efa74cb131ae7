package atoll.volumeserver.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.TlsSettings;
import atoll.http.TlsSettings.PeerCertificate;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.kit.event.Events;
import atoll.sim.RecordingEvents;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.PingRequest;
import atoll.volumeserver.wire.volume.PingResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The server over real sockets: in the clear, with TLS, and with certificates on both sides.
class GrpcServerTest {

  private static Bytes authority = Bytes.EMPTY;
  private static TlsSettings server =
      new TlsSettings(Bytes.EMPTY, Bytes.EMPTY, Optional.empty(), PeerCertificate.NONE);
  private static TlsSettings client = server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=root")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    authority = Bytes.utf8(root.getRootCertificatePEM());
    server = identity(root, "server");
    client = identity(root, "client");
  }

  private static TlsSettings identity(X509Bundle root, String name) throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=" + name)
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(root);
    return new TlsSettings(
        Bytes.utf8(bundle.getCertificatePathPEM()),
        Bytes.utf8(bundle.getPrivateKeyPEM()),
        Optional.of(Bytes.utf8(root.getRootCertificatePEM())),
        PeerCertificate.REQUIRED);
  }

  private static TlsSettings withoutIdentity() {
    return new TlsSettings(Bytes.EMPTY, Bytes.EMPTY, Optional.of(authority), PeerCertificate.NONE);
  }

  private static GrpcServer start(Optional<TlsSettings> tls, int port, Events events) {
    return start(tls, port, events, _ -> PingResponse.newBuilder().setStartTimeNs(5).build());
  }

  private static GrpcServer start(
      Optional<TlsSettings> tls,
      int port,
      Events events,
      Function<PingRequest, PingResponse> answer) {
    CallTable calls =
        new CallTable(VolumeServerGrpc.getServiceDescriptor(), CallGate.OPEN, events)
            .bind(VolumeServerGrpc.getPingMethod(), Access.OPEN, answer);
    return GrpcServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        GrpcTls.server(tls.map(GrpcIdentity::ofServer)),
        List.of(calls.build()),
        List.of(),
        GrpcLimits.DEFAULTS);
  }

  private static long ping(GrpcServer to, Optional<TlsSettings> tls) {
    try (GrpcChannels channels = channels(tls.map(GrpcIdentity::ofClient))) {
      return ping(channels, "127.0.0.1", to);
    }
  }

  private static GrpcChannels channels(Optional<GrpcIdentity> identity) {
    return new GrpcChannels(GrpcTls.client(identity), GrpcLimits.DEFAULTS);
  }

  private static long ping(GrpcChannels channels, String host, GrpcServer to) {
    return VolumeServerGrpc.newBlockingStub(channels.to(new ServerAddress(host, 1, to.port())))
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .ping(PingRequest.getDefaultInstance())
        .getStartTimeNs();
  }

  private static void unavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void answersInTheClear() {
    try (GrpcServer running = start(Optional.empty(), 0, Events.NONE)) {
      assertThat(ping(running, Optional.empty())).isEqualTo(5);
    }
  }

  @Test
  void aClientLooksForTheNameItCallsInTheCertificate() {
    try (GrpcServer running = start(Optional.of(server), 0, Events.NONE);
        GrpcChannels channels = channels(Optional.of(GrpcIdentity.ofClient(client)))) {
      assertThat(ping(channels, "127.0.0.1", running)).isEqualTo(5);
      unavailable(() -> ping(channels, "localhost", running));
    }
  }

  @Test
  void newConnectionsShowAndTrustTheNewCertificates() throws Exception {
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=other")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    TlsSettings otherServer = identity(root, "server");
    TlsSettings otherClient = identity(root, "client");
    GrpcIdentity identity = GrpcIdentity.ofClient(client);
    try (GrpcServer before = start(Optional.of(server), 0, Events.NONE);
        GrpcServer after = start(Optional.of(otherServer), 0, Events.NONE);
        GrpcChannels channels = channels(Optional.of(identity));
        GrpcChannels fresh = channels(Optional.of(identity))) {
      assertThat(ping(channels, "127.0.0.1", before)).isEqualTo(5);
      unavailable(() -> ping(fresh, "127.0.0.1", after));

      identity.replace(identity.read(otherClient));

      assertThat(ping(channels, "127.0.0.1", after)).isEqualTo(5);
      assertThat(ping(channels, "127.0.0.1", before)).as("on the old connection").isEqualTo(5);
      unavailable(() -> ping(fresh, "127.0.0.1", before));
    }
  }

  @Test
  void whoHasNoCertificateIsNotServedWhereOneIsWanted() {
    try (GrpcServer running = start(Optional.of(server), 0, Events.NONE)) {
      assertThat(ping(running, Optional.of(client))).isEqualTo(5);
      unavailable(() -> ping(running, Optional.of(withoutIdentity())));
      unavailable(() -> ping(running, Optional.empty()));
    }
  }

  @Test
  void aCertificateIsMissedWhereOneIsShown() {
    TlsSettings nothing = withoutIdentity();
    assertThatThrownBy(() -> GrpcIdentity.ofServer(nothing))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
    GrpcIdentity shows = GrpcIdentity.ofClient(client);
    assertThatThrownBy(() -> shows.read(nothing))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT));
  }

  @Test
  void aCertificateThatIsNoneIsRefusedAtTheStart() {
    TlsSettings broken =
        new TlsSettings(Bytes.utf8("x"), Bytes.utf8("y"), Optional.empty(), PeerCertificate.NONE);
    assertThatThrownBy(() -> start(Optional.of(broken), 0, Events.NONE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BAD_INPUT))
        .hasMessageContaining("PEM");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (GrpcServer running = start(Optional.empty(), 0, Events.NONE)) {
      assertThatThrownBy(() -> start(Optional.empty(), running.port(), Events.NONE))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT))
          .hasMessageContaining(":" + running.port());
    }
  }

  @Test
  void aCallThatThrowsIsABugAndIsReported() {
    try (RecordingEvents events = new RecordingEvents().expect("grpc.call.broken");
        GrpcServer running =
            start(
                Optional.empty(),
                0,
                events,
                _ -> {
                  throw new IllegalStateException("broken");
                })) {
      assertThatThrownBy(() -> ping(running, Optional.empty()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
      assertThat(events.of("grpc.call.broken")).hasSize(1);
    }
  }
}
