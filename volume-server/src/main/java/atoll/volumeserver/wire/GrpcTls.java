package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/// What both ends of gRPC speak: TLS as their identity, or in the clear without one.
public final class GrpcTls {

  private GrpcTls() {}

  public static ServerCredentials server(Optional<GrpcIdentity> identity) {
    return identity.map(GrpcIdentity::server).orElseGet(InsecureServerCredentials::create);
  }

  public static ChannelCredentials client(Optional<GrpcIdentity> identity) {
    return identity.map(GrpcIdentity::client).orElseGet(InsecureChannelCredentials::create);
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
