package atoll.volumeserver.wire;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Servers for tests, in the clear, on a free port of loopback.
public final class LoopbackServer {

  private LoopbackServer() {}

  public static GrpcServer start(ServerServiceDefinition service) {
    return start(service, List.of(), GrpcLimits.DEFAULTS);
  }

  public static GrpcServer start(
      ServerServiceDefinition service, List<ServerInterceptor> interceptors, GrpcLimits limits) {
    return GrpcServer.start(
        address(), InsecureServerCredentials.create(), List.of(service), interceptors, limits);
  }

  static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
