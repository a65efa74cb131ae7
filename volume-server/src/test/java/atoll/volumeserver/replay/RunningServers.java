package atoll.volumeserver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Clock;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.sim.net.FreePorts;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.Ttl;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volumeserver.ServerLimits;
import atoll.volumeserver.VolumeServer;
import atoll.volumeserver.page.LogLevel;
import atoll.volumeserver.settings.SettingsAnswer;
import atoll.volumeserver.settings.SettingsReader;
import atoll.volumeserver.settings.StartSettings;
import atoll.volumeserver.wire.master.Location;
import atoll.volumeserver.wire.volume.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.volume.VolumeMarkWritableRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeServerLeaveRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// This house's volume servers for a scenario, in this process, with a master that knows where
/// their volumes lie. Confined to one thread.
final class RunningServers implements Servers {

  private static final Duration READY_WITHIN = Duration.ofSeconds(20);

  private final Path work;
  private final Events events = event -> {};
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<VolumeServer> running = new ArrayList<>();

  private RunningServers(Path work) {
    this.work = work;
  }

  static RunningServers start(Scenario scenario, Path work) throws IOException {
    RunningServers servers = new RunningServers(work);
    try {
      servers.build(scenario);
      return servers;
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void build(Scenario scenario) throws IOException {
    Files.createDirectories(work.resolve("config"));
    Files.write(work.resolve("config/security.toml"), scenario.security());
    TableMaster master = keep(new TableMaster());
    names.put("master", "127.0.0.1:1." + master.grpcPort());
    for (String name : scenario.servers().keySet()) {
      Files.createDirectories(work.resolve(name));
      int port = FreePorts.one();
      ports.put(name, port);
      ports.put(
          name + ".public", scenario.withPublicPort().contains(name) ? FreePorts.one() : port);
      ports.put(name + ".grpc", FreePorts.one());
      names.put(name, "127.0.0.1:" + port);
      names.put(name + ".public", "127.0.0.1:" + ports.get(name + ".public"));
      names.put(name + ".grpc", "127.0.0.1:" + port + "." + ports.get(name + ".grpc"));
      names.put("dir " + name, work.resolve(name).toString());
    }
    Map<Integer, List<Location>> places = new HashMap<>();
    for (Scenario.OneVolume volume : scenario.volumes()) {
      write(volume);
      places
          .computeIfAbsent(volume.id(), _ -> new ArrayList<>())
          .add(
              Location.newBuilder()
                  .setUrl(names.get(volume.server()))
                  .setPublicUrl(names.get(volume.server() + ".public"))
                  .setGrpcPort(ports.get(volume.server() + ".grpc"))
                  .build());
    }
    places.forEach(master::put);
    for (Map.Entry<String, List<String>> server : scenario.servers().entrySet()) {
      start(server.getKey(), server.getValue(), master.grpcPort());
    }
  }

  /// An empty volume: a super block, and an index without rows.
  private void write(Scenario.OneVolume volume) throws IOException {
    SuperBlock block =
        SuperBlock.fresh(
            value(ReplicaPlacement.parse(volume.replication())), value(Ttl.parse(volume.ttl())));
    ByteBuffer bytes = ByteBuffer.allocate(block.bytes());
    block.write(bytes);
    String base =
        volume.collection().isEmpty()
            ? Integer.toString(volume.id())
            : volume.collection() + "_" + volume.id();
    Path directory = work.resolve(volume.server());
    Files.write(directory.resolve(base + ".dat"), bytes.array());
    Files.write(directory.resolve(base + ".idx"), new byte[0]);
  }

  private static <T> T value(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Value<T>(T value) -> value;
      case Parsed.Malformed<T>(String text) -> throw new IllegalArgumentException(text);
    };
  }

  private void start(String name, List<String> flags, int masterPort) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-ip=127.0.0.1",
                "-port=" + ports.get(name),
                "-port.grpc=" + ports.get(name + ".grpc"),
                "-port.public=" + ports.get(name + ".public"),
                "-dir=" + work.resolve(name),
                "-max=30",
                "-preStopSeconds=0",
                "-hostTypes=false",
                "-config_dir=" + work.resolve("config"),
                "-master=127.0.0.1:1." + masterPort));
    words.addAll(flags);
    SettingsAnswer answer = SettingsReader.read(words, Map.of());
    assertThat(answer).isInstanceOf(SettingsAnswer.Start.class);
    StartSettings settings = ((SettingsAnswer.Start) answer).settings();
    Clock clock = new RealClock();
    RealRunner runner = keep(new RealRunner(events));
    VolumeServer server =
        keep(
            VolumeServer.start(
                settings,
                ServerLimits.USUAL,
                clock,
                events,
                LogLevel.FIXED,
                new Registry(),
                runner,
                failure -> {}));
    running.add(server);
    Awaitility.await()
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> server.node().readiness().isReady());
  }

  @Override
  public int port(String name) {
    return ports.get(name);
  }

  @Override
  public Map<String, String> names() {
    return names;
  }

  @Override
  public void act(List<String> words) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(
                InetAddress.getLoopbackAddress().getHostAddress(),
                ports.get(words.get(1) + ".grpc"))
            .usePlaintext()
            .build();
    try {
      var calls = VolumeServerGrpc.newBlockingStub(channel);
      switch (words.getFirst()) {
        case "readonly", "readonly-can-delete" -> {
          var _ =
              calls.volumeMarkReadonly(
                  VolumeMarkReadonlyRequest.newBuilder()
                      .setVolumeId(Integer.parseInt(words.get(2)))
                      .setCanDelete(words.getFirst().endsWith("delete"))
                      .build());
        }
        case "writable" -> {
          var _ =
              calls.volumeMarkWritable(
                  VolumeMarkWritableRequest.newBuilder()
                      .setVolumeId(Integer.parseInt(words.get(2)))
                      .build());
        }
        case "leave" -> {
          var _ = calls.volumeServerLeave(VolumeServerLeaveRequest.getDefaultInstance());
        }
        default -> throw new IllegalArgumentException(words.toString());
      }
    } finally {
      channel.shutdownNow();
    }
  }

  /// Has all servers read their rules of access anew.
  void reloadRules() {
    running.forEach(VolumeServer::reloadRules);
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new AssertionError("a part could not be closed", e);
      }
    }
  }
}
