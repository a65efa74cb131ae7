package atoll.volumeserver;

import atoll.http.ByteBudget;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.http.netty.NettyServer;
import atoll.http.server.FailureAnswer;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.Randomness;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.run.Runner;
import atoll.volume.BufferPool;
import atoll.volume.VolumeEnvironment;
import atoll.volume.index.NeedleMemory;
import atoll.volume.store.Store;
import atoll.volumeserver.access.Access;
import atoll.volumeserver.access.CertificateNames;
import atoll.volumeserver.access.WhiteListGate;
import atoll.volumeserver.admin.AdminCalls;
import atoll.volumeserver.admin.ChunkRemoval;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.blob.BlobDoors;
import atoll.volumeserver.blob.BlobParts;
import atoll.volumeserver.blob.ImageWork;
import atoll.volumeserver.blob.MimeTypes;
import atoll.volumeserver.blob.Peers;
import atoll.volumeserver.blob.StaticFiles;
import atoll.volumeserver.heartbeat.Heartbeats;
import atoll.volumeserver.heartbeat.MasterLocations;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.image.Images;
import atoll.volumeserver.move.MoveCalls;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.node.NodeIdentity;
import atoll.volumeserver.node.WorkPace;
import atoll.volumeserver.page.LogLevel;
import atoll.volumeserver.page.MetricsDoor;
import atoll.volumeserver.page.MetricsPush;
import atoll.volumeserver.page.RecentEvents;
import atoll.volumeserver.query.QueryCalls;
import atoll.volumeserver.scrub.ScrubCalls;
import atoll.volumeserver.settings.SecuritySettings;
import atoll.volumeserver.settings.ServerVersion;
import atoll.volumeserver.settings.StartSettings;
import atoll.volumeserver.settings.VolumeServerSettings;
import atoll.volumeserver.vacuum.VacuumCalls;
import atoll.volumeserver.wire.CallBounds;
import atoll.volumeserver.wire.CallMeter;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcIdentity;
import atoll.volumeserver.wire.GrpcServer;
import atoll.volumeserver.wire.GrpcTls;
import atoll.volumeserver.wire.RequestIdInterceptor;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A running volume server: its parts in the order in which they are built, closed in reverse.
///
/// The ports open at once; volumes are loaded behind them, and until then requests for needles are
/// answered with 503. Confined to whoever started it; [#close()] may come from another thread.
public final class VolumeServer implements AutoCloseable {

  private static final int CLOSE_SECONDS = 60;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final StartSettings start;
  private final VolumeServerSettings settings;
  private final ServerLimits limits;
  private final Clock clock;
  private final RecentEvents events;
  private final Randomness randomness = new RealRandomness();
  private final Node node;
  private final VolumeEnvironment environment;
  private final ServerThreads threads;
  private final CountDownLatch hurry = new CountDownLatch(1);
  private volatile Optional<SecurityReload> rules = Optional.empty();

  private VolumeServer(
      StartSettings start,
      ServerLimits limits,
      Clock clock,
      Events events,
      Registry registry,
      Runner runner) {
    this.start = start;
    this.settings = start.server();
    this.limits = limits.withIdle(settings.listening().idle());
    this.clock = clock;
    this.events = new RecentEvents(clock, events);
    this.threads = keep(ServerThreads.start(limits));
    this.environment =
        new VolumeEnvironment(
            new RealDisk(this.events),
            clock,
            this.events,
            threads.disk(),
            keep(new NeedleMemory(limits.needleMapBytesMax())),
            new BufferPool(limits.bufferBytesKept()),
            limits.volumes(),
            settings.maps());
    VolumeServerSettings.Pace pace = settings.pace();
    this.node =
        new Node(
            identity(settings),
            environment,
            registry,
            WorkPace.of(
                pace.compactionBytesPerSecond(),
                pace.maintenanceBytesPerSecond(),
                clock,
                runner::pause));
    keep(this::closeStore);
  }

  /// Starts a server.
  ///
  /// @param logLevel for the port of metrics
  /// @param runner for the work that repeats
  /// @param ended told if the server has to end, for a reason that an operator must see to
  /// @throws AtollException `CONFLICT` if a port is taken, `BAD_INPUT` if the settings make no
  ///   sense
  public static VolumeServer start(
      StartSettings start,
      ServerLimits limits,
      Clock clock,
      Events events,
      LogLevel logLevel,
      Registry registry,
      Runner runner,
      Consumer<AtollException> ended) {
    VolumeServer server = new VolumeServer(start, limits, clock, events, registry, runner);
    try {
      server.build(start.security().rules(), logLevel, runner, ended);
      return server;
    } catch (RuntimeException e) {
      server.closeParts();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private void build(
      SecuritySettings security, LogLevel logLevel, Runner runner, Consumer<AtollException> ended) {
    EventLoops loops =
        keep(
            EventLoops.start(
                Runtime.getRuntime().availableProcessors(), EventLoops.Transport.BEST));
    ByteBudget budget = new ByteBudget(limits.bodyBytesMax());
    HttpClient client = keep(client(loops, budget, security));
    Optional<GrpcIdentity> caller = security.tls().grpcClient().map(GrpcIdentity::ofClient);
    GrpcChannels channels = keep(new GrpcChannels(GrpcTls.client(caller), limits.grpc()));
    Masters masters =
        new Masters(settings.masters().stream().map(ServerAddress::parse).toList(), channels);
    MasterLocations locations = new MasterLocations(masters, threads.waiting(), clock);
    Access access = new Access(security, start.security().whiteList(), clock);
    MimeTypes types =
        start.hostTypes() ? HostMimeTypes.read() : MimeTypes.with(List.of(), List.of());
    BlobParts blobs =
        new BlobParts(
            node,
            settings,
            ServerVersion.of(settings.store().width()),
            access,
            new ChunkRemoval(masters, channels),
            new Peers(
                client, clock, locations, settings.url(), security.tls().httpClient().isPresent()),
            types,
            new ImageWork(
                new Images(threads.images(), limits.imagePixelsMax(), events),
                limits.imageBytesMax(),
                events),
            randomness,
            threads.waiting(),
            threads.timers());
    BlobDoors doors = new BlobDoors(blobs, client);
    StaticFiles files = new StaticFiles(types, threads.waiting(), randomness);
    ServerRoutes routes = new ServerRoutes(node, settings, doors, files, access, events);
    HttpServer http = http(loops, budget, security, routes, doors.failures(), logLevel);
    keep(http::drain);
    Optional<GrpcIdentity> identity = security.tls().grpc().map(GrpcIdentity::ofServer);
    SecurityReload reload =
        new SecurityReload(
            start.security().source(),
            access,
            http,
            events,
            security.tls().http().isPresent(),
            identity,
            caller);
    long every = start.security().reloadEvery().toMillis();
    var _ =
        threads
            .timers()
            .scheduleWithFixedDelay(reload::reload, every, every, TimeUnit.MILLISECONDS);
    rules = Optional.of(reload);
    keep(MetricsPush.start(node, masters, client, runner));
    VolumeAdministration volumes = new VolumeAdministration(node, masters);
    Heartbeats heartbeats =
        keep(Heartbeats.start(node, masters, limits.heartbeats(), runner, ended));
    CallTable calls =
        new CallTable(
            VolumeServerGrpc.getServiceDescriptor(),
            new WhiteListGate(access),
            events,
            limits.grpc());
    AdminCalls.bind(calls, node, volumes, masters, heartbeats, settings.store().width());
    MoveCalls.bind(calls, node, volumes, channels);
    VacuumCalls.bind(calls, node, volumes);
    ScrubCalls.bind(calls, node, volumes);
    QueryCalls.bind(calls, node);
    keep(grpc(security, identity, calls));
    // The master hears first that this server ends, and sends nobody here while it waits.
    parts.remove(heartbeats);
    keep(() -> waitBeforeStop(heartbeats));
    runner.submit("load volumes", () -> load(ended));
  }

  private void waitBeforeStop(Heartbeats heartbeats) {
    boolean left = node.readiness().hasLeft();
    heartbeats.close();
    if (!left) {
      try {
        var _ = hurry.await(settings.pace().preStop().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static NodeIdentity identity(VolumeServerSettings settings) {
    VolumeServerSettings.Identity given = settings.identity();
    ServerAddress address =
        new ServerAddress(given.ip(), settings.listening().port(), settings.listening().grpcPort());
    return new NodeIdentity(
        given.id().isEmpty() ? settings.url() : given.id(),
        address,
        settings.publicUrl(),
        given.dataCenter(),
        given.rack());
  }

  private HttpClient client(EventLoops loops, ByteBudget budget, SecuritySettings security) {
    ClientSettings plain = ClientSettings.of(budget, clock);
    return NettyClient.start(loops, security.tls().httpClient().map(plain::withTls).orElse(plain));
  }

  private HttpServer http(
      EventLoops loops,
      ByteBudget budget,
      SecuritySettings security,
      ServerRoutes routes,
      FailureAnswer failures,
      LogLevel logLevel) {
    VolumeServerSettings.Listening at = settings.listening();
    List<Listen> listens = new ArrayList<>();
    Endpoint adminAt = new Endpoint(at.bindIp(), at.port());
    listens.add(new Listen("admin", adminAt, routes.admin(), security.tls().http()));
    if (at.hasPublicPort()) {
      Endpoint publicAt = new Endpoint(at.bindIp(), at.publicPort());
      listens.add(Listen.plain("public", publicAt, routes.readOnly()));
    }
    if (at.metricsPort() != 0) {
      Endpoint metricsAt = new Endpoint(at.metricsIp(), at.metricsPort());
      listens.add(
          Listen.plain("metrics", metricsAt, MetricsDoor.routes(node.counters(), logLevel)));
    }
    ServerSettings server =
        ServerSettings.of(budget, clock, randomness, events)
            .withLimits(limits.http())
            .withRequestIds(new StoreIds(clock, randomness))
            .withAccessLog(new RequestLog(events, logLevel))
            .withFailures(failures);
    return NettyServer.start(loops, server, listens);
  }

  private GrpcServer grpc(
      SecuritySettings security, Optional<GrpcIdentity> identity, CallTable calls) {
    VolumeServerSettings.Listening at = settings.listening();
    return GrpcServer.start(
        new InetSocketAddress(at.bindIp(), at.grpcPort()),
        GrpcTls.server(identity),
        List.of(calls.build(), ProtoReflectionServiceV1.newInstance().bindService()),
        List.of(
            new RequestIdInterceptor(randomness),
            new CallMeter(node.counters()),
            new CertificateNames(security.tls().grpcNames()),
            new CallBounds(limits.calls(), threads.timers())),
        limits.grpc());
  }

  private void load(Consumer<AtollException> ended) {
    try {
      Store store = Store.open(environment, randomness, settings.directories(), settings.store());
      node.serve(store);
      events.report(
          new ServerEvent.Started(
              ServerVersion.of(settings.store().width()).text(),
              settings.url(),
              store.volumes().size()));
    } catch (AtollException e) {
      ended.accept(e);
    }
  }

  private void closeStore() {
    if (!node.isLoaded()) {
      return;
    }
    CountDownLatch closed = new CountDownLatch(1);
    node.store().close(_ -> closed.countDown());
    try {
      if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        events.report(
            new ServerEvent.NotClosed(
                new AtollException(Fault.TIMEOUT, "volumes took too long to close")));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads the rules of access anew; what is wrong with them is reported and changes nothing.
  public void reloadRules() {
    rules.ifPresent(SecurityReload::reload);
  }

  /// The end, when it comes, does not wait for clients to hear of it: somebody stands at the
  /// keyboard. Running requests are ended as ever.
  public void hurry() {
    hurry.countDown();
  }

  /// The server as its doors see it.
  public Node node() {
    return node;
  }

  /// Says farewell to the master, waits as the operator wants, ends running requests, closes all
  /// volumes.
  @Override
  public void close() {
    closeParts();
  }

  private void closeParts() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        events.report(new ServerEvent.NotClosed(e));
      }
    }
  }
}
