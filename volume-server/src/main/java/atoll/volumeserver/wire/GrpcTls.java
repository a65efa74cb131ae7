package atoll.volumeserver.wire;

import atoll.http.TlsSettings;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The settings of TLS in the terms of gRPC.
public final class GrpcTls {

  private GrpcTls() {}

  /// A server's; without settings it speaks in the clear.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static ServerCredentials server(Optional<TlsSettings> settings) {
    if (settings.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    TlsSettings tls = settings.get();
    try {
      TlsServerCredentials.Builder builder =
          TlsServerCredentials.newBuilder()
              .keyManager(stream(tls.certificates()), stream(tls.privateKey()))
              .clientAuth(
                  switch (tls.peerCertificate()) {
                    case NONE -> TlsServerCredentials.ClientAuth.NONE;
                    case OPTIONAL -> TlsServerCredentials.ClientAuth.OPTIONAL;
                    case REQUIRED -> TlsServerCredentials.ClientAuth.REQUIRE;
                  });
      if (tls.trusted().isPresent()) {
        builder.trustManager(stream(tls.trusted().get()));
      }
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /// A client's; without settings it speaks in the clear.
  ///
  /// @throws AtollException `BAD_INPUT` if certificate and key cannot be read
  public static ChannelCredentials client(Optional<TlsSettings> settings) {
    if (settings.isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    TlsSettings tls = settings.get();
    try {
      TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
      if (tls.certificates().size() > 0) {
        builder.keyManager(stream(tls.certificates()), stream(tls.privateKey()));
      }
      if (tls.trusted().isPresent()) {
        builder.trustManager(stream(tls.trusted().get()));
      }
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  static AtollException unreadable(Exception cause) {
    return new AtollException(
        Fault.BAD_INPUT,
        "the certificate or key for gRPC cannot be read (" + cause + "): PEM texts are wanted",
        cause);
  }

  static InputStream stream(Bytes bytes) {
    return new ByteArrayInputStream(bytes.toArray());
  }
}
