package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Connections to masters and other volume servers, one for each address, opened when they are
/// first used and closed by gRPC while nobody uses them.
///
/// Shared (guarded by its lock).
public final class GrpcChannels implements AutoCloseable {

  private final ChannelCredentials credentials;
  private final GrpcLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ManagedChannel> open = new HashMap<>();
  private boolean closed;

  public GrpcChannels(ChannelCredentials credentials, GrpcLimits limits) {
    this.credentials = credentials;
    this.limits = limits;
  }

  public GrpcLimits limits() {
    return limits;
  }

  /// The connection to a server.
  ///
  /// @throws AtollException `CLOSED`, `BUSY` if there are too many servers, `BAD_INPUT` if our own
  ///   certificate and key cannot be read
  public Channel to(ServerAddress server) {
    lock.lock();
    try {
      if (closed) {
        throw new AtollException(Fault.CLOSED, "no calls are made any more");
      }
      ManagedChannel known = open.get(server.grpc());
      if (known != null) {
        return known;
      }
      if (open.size() >= limits.peers()) {
        throw new AtollException(
            Fault.BUSY, "too many servers to call at a time: " + open.size() + " already");
      }
      ManagedChannel fresh = open(server);
      open.put(server.grpc(), fresh);
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private ManagedChannel open(ServerAddress server) {
    return builder(server)
        .maxInboundMessageSize(limits.messageBytes())
        .maxInboundMetadataSize(limits.headerBytes())
        .flowControlWindow(limits.windowBytes())
        .keepAliveTime(limits.pingAfter().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(limits.pingAnswer().toNanos(), TimeUnit.NANOSECONDS)
        .disableRetry()
        .build();
  }

  /// Certificate and key are read only here.
  private NettyChannelBuilder builder(ServerAddress server) {
    try {
      return NettyChannelBuilder.forAddress(server.host(), server.grpcPort(), credentials);
    } catch (IllegalArgumentException e) {
      throw GrpcTls.unreadable(e);
    }
  }

  /// Cuts all calls off.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      open.values().forEach(ManagedChannel::shutdownNow);
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}
