package atoll.volumeserver.master;

import atoll.http.ByteBudget;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.http.netty.NettyServer;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.disk.Disk;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcLimits;
import atoll.volumeserver.wire.GrpcServer;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A running master. Shared (immutable; its parts guard themselves).
public final class Master implements AutoCloseable {

  private static final long BUDGET_BYTES = 256L << 20;

  private final MasterSettings settings;
  private final Deque<AutoCloseable> parts;
  private final HttpServer http;
  private final GrpcServer grpc;

  private Master(
      MasterSettings settings, Deque<AutoCloseable> parts, HttpServer http, GrpcServer grpc) {
    this.settings = settings;
    this.parts = parts;
    this.http = http;
    this.grpc = grpc;
  }

  /// Reads what was remembered and listens.
  ///
  /// @throws AtollException `CONFLICT` if a port is taken, `UNSUPPORTED` or `CORRUPT` if what was
  ///   remembered cannot be read, else as the disk does
  public static Master start(
      MasterSettings settings, Disk disk, Clock clock, Randomness randomness, Events events) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Cluster cluster =
          new Cluster(
              MemoryFile.open(disk, settings.data()), settings.volumeBytesMax(), randomness);
      GrpcChannels channels =
          opened(parts, new GrpcChannels(InsecureChannelCredentials.create(), GrpcLimits.DEFAULTS));
      Volumes volumes = new Volumes(cluster, channels, events);
      GrpcServer grpc =
          opened(
              parts,
              GrpcServer.start(
                  new InetSocketAddress(
                      addressOf(settings.address().host()), settings.address().grpcPort()),
                  InsecureServerCredentials.create(),
                  List.of(new MasterCalls(settings, cluster, volumes, clock, events).service()),
                  List.of(),
                  GrpcLimits.DEFAULTS));
      EventLoops loops = opened(parts, EventLoops.start(1, EventLoops.Transport.BEST));
      ByteBudget budget = new ByteBudget(BUDGET_BYTES);
      HttpClient client = opened(parts, NettyClient.start(loops, ClientSettings.of(budget, clock)));
      HttpServer http =
          opened(
              parts,
              NettyServer.start(
                  loops,
                  ServerSettings.of(budget, clock, randomness, events),
                  List.of(
                      Listen.plain(
                          "master",
                          new Endpoint(settings.address().host(), settings.address().port()),
                          new MasterPages(settings, cluster, volumes, client, clock).routes()))));
      return new Master(settings, parts, http, grpc);
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static InetAddress addressOf(String host) {
    try {
      return InetAddress.getAllByName(host)[0];
    } catch (UnknownHostException e) {
      throw new AtollException(
          Fault.BAD_INPUT, "\"" + host + "\" is no address of this machine", e);
    }
  }

  private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
    parts.push(part);
    return part;
  }

  public MasterSettings settings() {
    return settings;
  }

  /// Where HTTP is really listened for.
  public Endpoint http() {
    return http.local("master");
  }

  /// The port where gRPC is really listened for.
  public int grpcPort() {
    return grpc.port();
  }

  @Override
  public void close() {
    http.drain();
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new AtollException(Fault.BUG, "a part of the master does not close: " + e, e);
      }
    }
  }
}
