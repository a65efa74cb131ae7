package atoll.volumeserver.move;

import atoll.kit.Clock;
import atoll.kit.real.RealClock;
import atoll.volume.DeleteResult;
import atoll.volume.NeedleDelete;
import atoll.volume.ReadRequest;
import atoll.volume.ReadResult;
import atoll.volume.Volume;
import atoll.volume.WriteResult;
import atoll.volume.files.VolumeName;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.Cookie;
import atoll.volume.needle.NeedleId;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.Ttl;
import atoll.volume.needle.VolumeId;
import atoll.volume.superblock.ReplicaPlacement;
import atoll.volume.superblock.SuperBlock;
import atoll.volumeserver.NodeFixture;
import atoll.volumeserver.admin.AdminCalls;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.heartbeat.HeartbeatSettings;
import atoll.volumeserver.heartbeat.Heartbeats;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.WorkPace;
import atoll.volumeserver.wire.CallGate;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.GrpcLimits;
import atoll.volumeserver.wire.GrpcServer;
import atoll.volumeserver.wire.LoopbackServer;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.VolumeCopyRequest;
import atoll.volumeserver.wire.volume.VolumeCopyResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeTailReceiverRequest;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server that others copy from, and that copies. Confined to a test.
final class MovePeer implements AutoCloseable {

  static final Cookie COOKIE = new Cookie(5);

  final Clock clock = new RealClock();
  final NodeFixture fixture;
  final Path data;
  private final Heartbeats heartbeats;
  private final GrpcServer server;

  MovePeer(Path data) {
    this(data, withoutDrain());
  }

  /// Running calls are cut off at the end.
  private static GrpcLimits withoutDrain() {
    GrpcLimits usual = GrpcLimits.DEFAULTS;
    return new GrpcLimits(
        usual.messageBytes(),
        usual.calls(),
        usual.peers(),
        usual.windowBytes(),
        usual.headerBytes(),
        usual.pingAfter(),
        usual.pingAnswer(),
        usual.pingFromPeer(),
        usual.callTime(),
        usual.streamIdle(),
        Duration.ofMillis(50));
  }

  MovePeer(Path data, GrpcLimits limits) {
    this(List.of(data), limits);
  }

  /// With several data directories, of which the first is [#data].
  MovePeer(List<Path> directories) {
    this(directories, withoutDrain());
  }

  private MovePeer(List<Path> directories, GrpcLimits limits) {
    this.data = directories.getFirst();
    this.fixture = new NodeFixture(directories, 8, WorkPace.UNLIMITED).loaded();
    CallTable table =
        new CallTable(
            VolumeServerGrpc.getServiceDescriptor(), CallGate.OPEN, fixture.events, limits);
    Masters masters = new Masters(List.of(new ServerAddress("127.0.0.1", 1, 1)), fixture.channels);
    VolumeAdministration volumes = new VolumeAdministration(fixture.node, masters);
    this.heartbeats =
        Heartbeats.start(fixture.node, masters, HeartbeatSettings.USUAL, fixture.runner, _ -> {});
    AdminCalls.bind(table, fixture.node, volumes, masters, heartbeats, OffsetWidth.FOUR);
    MoveCalls.bind(table, fixture.node, volumes, fixture.channels);
    server = LoopbackServer.start(table.build(), List.of(), limits);
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", 1, server.port());
  }

  VolumeServerGrpc.VolumeServerBlockingStub calls() {
    return VolumeServerGrpc.newBlockingStub(fixture.channels.to(address()))
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  Volume allocate(int id) {
    return fixture
        .node
        .store()
        .create(
            new VolumeName("c", new VolumeId(id)),
            SuperBlock.fresh(ReplicaPlacement.NONE, Ttl.NONE),
            "");
  }

  Volume volume(int id) {
    return fixture.node.store().find(new VolumeId(id)).orElseThrow();
  }

  WriteResult write(int volume, long id, String text) {
    return fixture.write(volume, id, text);
  }

  DeleteResult delete(int volume, long id) {
    CompletableFuture<DeleteResult> answer = new CompletableFuture<>();
    volume(volume)
        .delete(new NeedleDelete(new NeedleKey(new NeedleId(id), COOKIE)), answer::complete);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /// What a needle holds; empty if there is none.
  Optional<String> read(int volume, long id) {
    ReadResult result =
        volume(volume).read(new ReadRequest(new NeedleKey(new NeedleId(id), COOKIE)));
    return switch (result) {
      case ReadResult.Found found -> {
        try (found) {
          yield Optional.of(StandardCharsets.UTF_8.decode(found.needle().data()).toString());
        }
      }
      case ReadResult.NotFound _, ReadResult.Deleted _ -> Optional.empty();
      default -> throw new AssertionError("reading needle " + id + ": " + result);
    };
  }

  /// Copies a volume here.
  List<VolumeCopyResponse> copy(int volume, String from) {
    return ImmutableList.copyOf(
        calls()
            .volumeCopy(
                VolumeCopyRequest.newBuilder()
                    .setVolumeId(volume)
                    .setSourceDataNode(from)
                    .build()));
  }

  /// Takes in what is appended elsewhere, until nothing was for some seconds; 0 for as long as it
  /// lives.
  void follow(int volume, String from, long since, int idleSeconds) {
    var _ =
        calls()
            .volumeTailReceiver(
                VolumeTailReceiverRequest.newBuilder()
                    .setVolumeId(volume)
                    .setSinceNs(since)
                    .setIdleTimeoutSeconds(idleSeconds)
                    .setSourceVolumeServer(from)
                    .build());
  }

  /// The names of a volume's files, in order.
  List<String> files(int volume) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("c_" + volume))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    server.close();
    heartbeats.close();
    fixture.close();
  }
}
