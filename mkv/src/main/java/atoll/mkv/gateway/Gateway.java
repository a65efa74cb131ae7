package atoll.mkv.gateway;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.http.netty.NettyServer;
import atoll.http.server.AccessLog;
import atoll.http.server.Completion;
import atoll.http.server.Exchange;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.RequestIds;
import atoll.http.server.Routes;
import atoll.http.server.ServerCounts;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Limit;
import atoll.kit.Randomness;
import atoll.kit.count.LabelledValue;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Runner;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigReading;
import atoll.mkv.config.MkvConfig;
import atoll.mkv.config.ReloadPlan;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostTimes;
import atoll.mkv.hosts.HostWatch;
import atoll.mkv.hosts.HttpBlobHosts;
import atoll.mkv.index.IndexCounts;
import atoll.mkv.index.IndexLimits;
import atoll.mkv.index.IndexStore;
import atoll.mkv.index.PostgresIndex;
import atoll.mkv.index.SqliteIndex;
import atoll.mkv.index.SqliteSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// A gateway with all its parts: index, hosts and their watch, two ports, chores.
///
/// Shared; its configuration may be replaced while it serves.
public final class Gateway implements AutoCloseable {

  private static final Duration LONGEST_TRANSFER = Duration.ofHours(24);

  /// A client that sends slowly holds a connection to each of its hosts meanwhile, so there are
  /// more of them than slow clients.
  private static final HttpLimits.Connections HOST_CONNECTIONS =
      new HttpLimits.Connections(2_048, Long.MAX_VALUE, 64 * 1024);

  private static final long CACHE_BYTES = 64L << 20;
  private static final long MAP_BYTES = 8L << 30;

  /// What a gateway is made with. Immutable.
  ///
  /// @param accessLog told of each request, where the configuration wants that
  public record Seams(
      Clock clock, Randomness randomness, Runner runner, Events events, AccessLog accessLog) {}

  private final Seams seams;
  private final IndexStore index;
  private final HttpClient client;
  private final HttpBlobHosts hosts;
  private final HostWatch watch;
  private final GatewayCounts counts;
  private final ObjectCount objects;
  private final HttpServer server;
  private final Supplier<ConfigReading> reread;
  private volatile Setup setup;
  private volatile boolean draining;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(
      MkvConfig config,
      EventLoops loops,
      Seams seams,
      Registry registry,
      Supplier<ConfigReading> reread) {
    this.seams = seams;
    this.setup = Setup.of(config);
    this.reread = reread;
    this.counts = new GatewayCounts(registry);
    this.index = openIndex(config, seams.clock(), registry);
    this.objects = new ObjectCount(index);
    ByteBudget budget = new ByteBudget(config.limits().inFlight().bytes());
    this.client = NettyClient.start(loops, asking(config, budget));
    this.watch =
        new HostWatch(
            client,
            seams.clock(),
            seams.randomness(),
            seams.events(),
            setup.watching(),
            setup.addresses());
    this.hosts =
        new HttpBlobHosts(
            client,
            watch,
            seams.clock(),
            seams.randomness(),
            new HostTimes(
                config.limits().responseTimeout(), config.limits().idleTimeout(), LONGEST_TRANSFER),
            setup.addresses());
    Parts parts =
        new Parts(
            () -> setup,
            index,
            new CountedHosts(hosts, counts, seams.clock()),
            watch,
            new KeyLocks(),
            counts,
            seams.clock(),
            seams.randomness(),
            seams.runner(),
            seams.events());
    register(registry);
    Routing routing = new Routing(parts);
    ChoreWork chores = new ChoreWork(parts);
    Admin admin = new Admin(parts, registry, () -> draining, this::reload);
    try {
      chores.recover();
      parts.changeLater(setup.noteEpoch());
      this.server =
          NettyServer.start(
              loops,
              settings(config, budget, registry),
              List.of(
                  Listen.plain(
                      "data",
                      config.server().listen(),
                      Routes.all(Handler.onLoop(routing::handle))),
                  Listen.plain("admin", config.server().adminListen(), admin.routes())));
    } catch (AtollException refused) {
      client.close();
      index.close();
      throw refused;
    }
    watch.start(seams.runner());
    chores.start();
    objects.start(seams.runner());
  }

  /// Starts a gateway.
  ///
  /// @param reread reads the configuration again, for a reload
  /// @throws AtollException `CONFLICT` if a port is taken, and what opening an index throws
  public static Gateway start(
      MkvConfig config,
      EventLoops loops,
      Seams seams,
      Registry registry,
      Supplier<ConfigReading> reread) {
    return new Gateway(config, loops, seams, registry, reread);
  }

  /// Opens the index that a configuration names.
  public static IndexStore openIndex(MkvConfig config, Clock clock, Registry registry) {
    MkvConfig.Index index = config.index();
    IndexLimits limits =
        new IndexLimits(
            index.readConnections(),
            index.commitRows(),
            index.commitWait(),
            IndexLimits.USUAL.queueCount(),
            IndexLimits.USUAL.waitTime());
    IndexCounts counts = IndexCounts.on(registry);
    if (index.postgres().isPresent()) {
      return PostgresIndex.open(index.postgres().get(), limits, clock, counts);
    }
    return SqliteIndex.open(
        new SqliteSettings(
            Optional.of(index.path()), index.synced(), index.reading(), CACHE_BYTES, MAP_BYTES),
        limits,
        clock,
        counts);
  }

  private ClientSettings asking(MkvConfig config, ByteBudget budget) {
    HttpLimits.Pace pace = HttpLimits.DEFAULTS.pace();
    return ClientSettings.of(budget, seams.clock())
        .withLimits(
            HttpLimits.DEFAULTS
                .withConnections(HOST_CONNECTIONS)
                .withPace(
                    new HttpLimits.Pace(
                        pace.headTime(),
                        config.limits().idleTimeout(),
                        pace.window(),
                        pace.bytesPerSecond(),
                        pace.lingerTime(),
                        pace.drainTime())))
        .withTimes(config.limits().connectTimeout(), config.limits().responseTimeout());
  }

  private ServerSettings settings(MkvConfig config, ByteBudget budget, Registry registry) {
    HttpLimits limits = HttpLimits.DEFAULTS;
    HttpLimits.Pace pace = limits.pace();
    HttpLimits drained =
        limits.withPace(
            new HttpLimits.Pace(
                pace.headTime(),
                pace.idleTime(),
                pace.window(),
                pace.bytesPerSecond(),
                pace.lingerTime(),
                config.server().drainTimeout()));
    AccessLog both =
        new AccessLog() {
          @Override
          public void completed(Exchange exchange, Completion completion) {
            counts.completed(exchange, completion);
            if (setup.config().log().access()) {
              seams.accessLog().completed(exchange, completion);
            }
          }
        };
    return ServerSettings.of(budget, seams.clock(), seams.randomness(), seams.events())
        .withLimits(drained)
        .withRequestIds(
            RequestIds.accepted(
                "X-Request-Id", RequestIds.generated("X-Request-Id", seams.randomness())))
        .withAccessLog(both)
        .withFailures(Answers.FAILURES)
        .withCounts(serverCounts(registry));
  }

  private static ServerCounts serverCounts(Registry registry) {
    ServerCounts both = ServerCounts.on(registry, "mkv_server");
    registry.gauge("mkv_http_inflight", "Requests that run now.", both::inFlight);
    return both;
  }

  private void register(Registry registry) {
    registry.gauges(
        "mkv_volume_up",
        "1 up, 0.5 suspect, 0 down.",
        List.of("volume"),
        () ->
            setup.config().hosts().stream()
                .map(host -> new LabelledValue(List.of(host.id().text()), up(watch.of(host.id()))))
                .toList());
    registry.gauges(
        "mkv_volume_free_bytes",
        "Bytes free on the disks of those hosts that tell.",
        List.of("volume"),
        () ->
            setup.config().hosts().stream()
                .filter(host -> watch.freeBytes(host.id()) >= 0)
                .map(host ->
                    new LabelledValue(List.of(host.id().text()), watch.freeBytes(host.id())))
                .toList());
    registry.gauge(
        "mkv_index_objects", "Keys with a value, counted from time to time.", objects::count);
    registry.gauge("mkv_repair_queue", "Copies to be made.", () -> index.choreCounts().repairs());
    registry.gauge(
        "mkv_pending_deletes", "Copies to be removed.", () -> index.choreCounts().removals());
    registry.gauge("mkv_index_queue_depth", "Changes that wait for the index.", index::queued);
  }

  private static double up(HostCondition condition) {
    return switch (condition) {
      case UP -> 1;
      case SUSPECT -> 0.5;
      case DOWN -> 0;
    };
  }

  /// Where the data port really is.
  public Endpoint local() {
    return server.local("data");
  }

  /// Where the other port really is.
  public Endpoint localAdmin() {
    return server.local("admin");
  }

  /// The bounds it works within, to be printed at start.
  public List<Limit> limits() {
    List<Limit> all = new ArrayList<>(HttpLimits.DEFAULTS.list());
    all.addAll(IndexLimits.USUAL.list());
    all.add(
        new Limit(
            "mkv.host.connections.max",
            HOST_CONNECTIONS.open() + " for each host and event loop",
            "requests to hosts wait"));
    return all;
  }

  /// Its index, for tests.
  IndexStore index() {
    return index;
  }

  /// What its index is.
  public String describeIndex() {
    return index.describe();
  }

  /// Reads the configuration again and goes by it. One that cannot be used changes nothing; what
  /// only a new start could change stays as it was and is told. No connection is dropped and
  /// nothing is moved.
  ///
  /// @throws AtollException `BAD_INPUT` if it cannot be used
  public void reload() {
    ConfigReading reading;
    try {
      reading = reread.get();
    } catch (AtollException unreadable) {
      refused(String.valueOf(unreadable.getMessage()));
      throw unreadable;
    }
    switch (reading) {
      case ConfigReading.Bad bad -> {
        AtollException why = ConfigFile.refusal(bad);
        refused(String.valueOf(why.getMessage()));
        throw why;
      }
      case ConfigReading.Good good -> {
        ReloadPlan plan = ReloadPlan.of(setup.config(), good.config());
        Setup next = Setup.of(plan.config());
        hosts.use(next.addresses());
        watch.use(next.watching(), next.addresses());
        setup = next;
        var _ = index.change(next.noteEpoch());
        counts.reloaded(true);
        seams.events().report(new GatewayEvent.Reloaded(plan.ignored(), next.ring().epoch()));
      }
    }
  }

  private void refused(String why) {
    counts.reloaded(false);
    seams.events().report(new GatewayEvent.ReloadRefused(why));
  }

  /// Tells everybody that it is about to stop, lets requests end, and stops.
  ///
  /// @return whether all requests ended by themselves
  public boolean drain() {
    draining = true;
    seams.runner().pause(setup.config().server().drainDelay());
    boolean whole = server.drain();
    close();
    return whole;
  }

  /// Stops at once; what the index was asked for is written.
  @Override
  public void close() {
    draining = true;
    if (closed.getAndSet(true)) {
      return;
    }
    server.close();
    watch.close();
    client.close();
    index.close();
  }
}
