package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A listening gRPC server. Calls run on virtual threads and may wait.
///
/// Shared (immutable; gRPC guards itself).
public final class GrpcServer implements AutoCloseable {

  private final Server server;
  private final ExecutorService threads;
  private final GrpcLimits limits;

  private GrpcServer(Server server, ExecutorService threads, GrpcLimits limits) {
    this.server = server;
    this.threads = threads;
    this.limits = limits;
  }

  /// Listens.
  ///
  /// @param interceptors the first sees a call first
  /// @throws AtollException `CONFLICT` if the port is taken, or the address is not this machine's;
  ///   `BAD_INPUT` if certificate and key cannot be read
  public static GrpcServer start(
      InetSocketAddress address,
      ServerCredentials credentials,
      List<ServerServiceDefinition> services,
      List<ServerInterceptor> interceptors,
      GrpcLimits limits) {
    NettyServerBuilder builder = builder(address, credentials);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-call-", 0).factory());
    builder
        .executor(threads)
        .maxInboundMessageSize(limits.messageBytes())
        .maxInboundMetadataSize(limits.headerBytes())
        .maxConcurrentCallsPerConnection(limits.calls())
        .flowControlWindow(limits.windowBytes())
        .keepAliveTime(limits.pingAfter().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(limits.pingAnswer().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(limits.pingFromPeer().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addStreamTracerFactory(ArrivingMessage.factory());
    services.forEach(builder::addService);
    // gRPC calls the last one first.
    interceptors.reversed().forEach(builder::intercept);
    try {
      return new GrpcServer(builder.build().start(), threads, limits);
    } catch (IOException e) {
      threads.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AtollException(
          Fault.CONFLICT,
          "cannot listen for gRPC on %s:%d (%s): is another process there? choose another port"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
          e);
    }
  }

  /// Certificate and key are read only here.
  private static NettyServerBuilder builder(
      InetSocketAddress address, ServerCredentials credentials) {
    try {
      return NettyServerBuilder.forAddress(address, credentials);
    } catch (IllegalArgumentException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// The port it listens on.
  public int port() {
    return server.getPort();
  }

  /// Takes no more calls, gives the running ones the drain time, then cuts them off.
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(limits.drainTime().toNanos(), TimeUnit.NANOSECONDS)) {
        server.shutdownNow();
        server.awaitTermination(limits.drainTime().toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
