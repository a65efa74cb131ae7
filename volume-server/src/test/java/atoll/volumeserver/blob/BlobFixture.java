package atoll.volumeserver.blob;

import atoll.http.ByteBudget;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.http.netty.NettyServer;
import atoll.http.server.Handler;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.Routes;
import atoll.http.server.ServerSettings;
import atoll.kit.Clock;
import atoll.kit.Randomness;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.sim.net.FreePorts;
import atoll.volume.NeedleMaps;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.DirectorySettings;
import atoll.volume.store.SpaceFloor;
import atoll.volume.store.StoreOptions;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.image.Images;
import atoll.volumeserver.replicate.Location;
import atoll.volumeserver.replicate.VolumeLocations;
import atoll.volumeserver.settings.ReadMode;
import atoll.volumeserver.settings.ServerVersion;
import atoll.volumeserver.settings.VolumeServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/// The doors on two real ports, over a real directory. Look-ups are answered from a table. Confined
/// to a test.
final class BlobFixture implements AutoCloseable {

  /// What a test may want otherwise than usual.
  record Wishes(
      ReadMode mode, long fileBytesMax, long uploadBytesMax, long downloadBytesMax, Guard guard) {

    static final Wishes NONE = new Wishes(ReadMode.PROXY, 16 << 20, 0, 0, Guard.OPEN);

    Wishes withMode(ReadMode other) {
      return new Wishes(other, fileBytesMax, uploadBytesMax, downloadBytesMax, guard);
    }

    Wishes withGuard(Guard other) {
      return new Wishes(mode, fileBytesMax, uploadBytesMax, downloadBytesMax, other);
    }

    Wishes withLimits(long file, long uploads, long downloads) {
      return new Wishes(mode, file, uploads, downloads, guard);
    }
  }

  /// Where volumes lie, for all servers of a test.
  static final class Table implements VolumeLocations {

    private final Map<VolumeId, List<Location>> places = new ConcurrentHashMap<>();

    void add(int volume, Endpoint at) {
      places
          .computeIfAbsent(new VolumeId(volume), _ -> new CopyOnWriteArrayList<>())
          .add(Location.of(at.toString()));
    }

    @Override
    public void find(VolumeId volume, Consumer<? super Answer> answer) {
      List<Location> found = places.get(volume);
      answer.accept(
          found == null
              ? new Answer.Unknown("volume " + volume + " is in no table")
              : new Answer.Known(found));
    }

    @Override
    public void forget(VolumeId volume) {}
  }

  final List<List<String>> deletedChunks = new CopyOnWriteArrayList<>();
  final List<String> chunkFailures = new CopyOnWriteArrayList<>();
  final NodeFixture node;
  private final EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService images = Executors.newFixedThreadPool(1);
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final HttpClient client;
  private final HttpServer server;
  final BlobDoors doors;

  BlobFixture(Path data, Table table) {
    this(data, table, Wishes.NONE);
  }

  BlobFixture(Path data, Table table, Wishes wishes) {
    Clock clock = new RealClock();
    Randomness randomness = new RealRandomness();
    node = new NodeFixture(data).loaded();
    ByteBudget budget = new ByteBudget(32 << 20);
    client = NettyClient.start(loops, ClientSettings.of(budget, clock));
    Endpoint free = new Endpoint("127.0.0.1", FreePorts.one());
    BlobParts parts =
        new BlobParts(
            node.node,
            settings(data, wishes, free),
            ServerVersion.of(OffsetWidth.FOUR),
            wishes.guard(),
            fileIds -> {
              deletedChunks.add(fileIds);
              return List.copyOf(chunkFailures);
            },
            new Peers(client, clock, table, free.toString(), false),
            MimeTypes.builtIn(),
            new ImageWork(new Images(images, 1_000_000, node.events), 1 << 20, node.events),
            randomness,
            waiting,
            timers);
    doors = new BlobDoors(parts, client);
    Routes admin =
        Routes.routes()
            .exact("/status", Handler.onLoop(doors.status()))
            .exact("/healthz", Handler.onLoop(doors.health()))
            .fallback(Handler.onLoop(doors.admin()));
    ServerSettings serverSettings =
        ServerSettings.of(budget, clock, randomness, node.events).withFailures(doors.failures());
    server =
        NettyServer.start(
            loops,
            serverSettings,
            List.of(
                Listen.plain("admin", free, admin),
                Listen.plain(
                    "public",
                    new Endpoint("127.0.0.1", 0),
                    Routes.all(Handler.onLoop(doors.readOnly())))));
  }

  private static VolumeServerSettings settings(Path data, Wishes wishes, Endpoint at) {
    return new VolumeServerSettings(
        new VolumeServerSettings.Identity("", at.host(), "", "", ""),
        new VolumeServerSettings.Listening(
            at.host(), at.port(), 0, 0, "", 0, Duration.ofSeconds(30)),
        List.of(new DirectorySettings(data, data, "", 8, SpaceFloor.parse("1"))),
        StoreOptions.DEFAULT,
        NeedleMaps.IN_MEMORY,
        List.of("127.0.0.1:9333"),
        new VolumeServerSettings.Uploads(
            wishes.fileBytesMax(), wishes.uploadBytesMax(), Duration.ofMillis(300), false),
        new VolumeServerSettings.Downloads(
            wishes.mode(), wishes.downloadBytesMax(), Duration.ofMillis(300)),
        new VolumeServerSettings.Pace(Duration.ZERO, 0, 0));
  }

  Endpoint admin() {
    return server.local("admin");
  }

  Endpoint readOnly() {
    return server.local("public");
  }

  /// Makes a volume.
  ///
  /// @param copies `000` for one
  BlobFixture volume(int id, String copies) {
    ReplicaPlacement placement =
        new ReplicaPlacement(0, copies.charAt(1) - '0', copies.charAt(2) - '0');
    node.node
        .store()
        .create(new VolumeName("", new VolumeId(id)), SuperBlock.fresh(placement, Ttl.NONE), "");
    return this;
  }

  TestClient.Answer get(String target, String... headers) {
    return TestClient.get(admin(), target, headers);
  }

  TestClient.Answer send(String method, String target, String body, String... headers) {
    return TestClient.send(admin(), method, target, body, headers);
  }

  /// Stores bytes of no special type.
  TestClient.Answer put(String target, String body) {
    return send("PUT", target, body, "Content-Type: application/octet-stream");
  }

  @Override
  public void close() {
    server.close();
    client.close();
    loops.close();
    timers.shutdownNow();
    waiting.shutdownNow();
    images.shutdownNow();
    node.close();
  }
}
