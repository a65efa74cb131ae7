package atoll.volumeserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.count.PrometheusText;
import atoll.kit.real.RealRandomness;
import atoll.volume.Volume;
import atoll.volume.index.OffsetWidth;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.admin.AdminCalls;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.heartbeat.HeartbeatSettings;
import atoll.volumeserver.heartbeat.Heartbeats;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.query.QueryCalls;
import atoll.volumeserver.replay.TableMaster;
import atoll.volumeserver.scrub.ScrubCalls;
import atoll.volumeserver.vacuum.VacuumCalls;
import atoll.volumeserver.wire.CallGate;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.GrpcLimits;
import atoll.volumeserver.wire.GrpcServer;
import atoll.volumeserver.wire.LoopbackServer;
import atoll.volumeserver.wire.RequestIdInterceptor;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.AllocateVolumeRequest;
import atoll.volumeserver.wire.volume.SetStateRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeServerState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A volume server over a real directory with the calls that do not move volumes, over a real
/// socket, as shells and masters make them. Confined to a test.
public final class CallsFixture implements AutoCloseable {

  public final NodeFixture fixture;
  public final Masters masters;
  private final Heartbeats heartbeats;
  private final GrpcServer server;
  private Optional<TableMaster> master = Optional.empty();
  private volatile CallGate gate = CallGate.OPEN;

  public CallsFixture(NodeFixture node) {
    this(node, GrpcLimits.DEFAULTS, List.of(new ServerAddress("127.0.0.1", 1, 1)));
  }

  public CallsFixture(Path data) {
    this(new NodeFixture(data).loaded());
  }

  /// With a master who takes heartbeats and marks.
  public static CallsFixture withMaster(Path data) {
    NodeFixture node = new NodeFixture(data).loaded();
    TableMaster master = startMaster();
    CallsFixture started =
        new CallsFixture(
            node,
            GrpcLimits.DEFAULTS,
            List.of(new ServerAddress("127.0.0.1", 1, master.grpcPort())));
    started.master = Optional.of(master);
    return started;
  }

  private static TableMaster startMaster() {
    try {
      return new TableMaster();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param seeds the masters
  public CallsFixture(NodeFixture node, GrpcLimits limits, List<ServerAddress> seeds) {
    fixture = node;
    masters = new Masters(seeds, fixture.channels);
    heartbeats =
        Heartbeats.start(fixture.node, masters, HeartbeatSettings.USUAL, fixture.runner, _ -> {});
    CallTable table =
        new CallTable(
            VolumeServerGrpc.getServiceDescriptor(),
            peer -> gate.admit(peer),
            fixture.events,
            limits);
    VolumeAdministration volumes = new VolumeAdministration(fixture.node, masters);
    AdminCalls.bind(table, fixture.node, volumes, masters, heartbeats, OffsetWidth.FOUR);
    VacuumCalls.bind(table, fixture.node, volumes);
    ScrubCalls.bind(table, fixture.node, volumes);
    QueryCalls.bind(table, fixture.node);
    server =
        LoopbackServer.start(
            table.build(), List.of(new RequestIdInterceptor(new RealRandomness())), limits);
  }

  /// From now on who may change the server is asked there.
  public void setGate(CallGate now) {
    gate = now;
  }

  public VolumeServerGrpc.VolumeServerBlockingStub calls() {
    return VolumeServerGrpc.newBlockingStub(
            fixture.channels.to(new ServerAddress("127.0.0.1", 1, server.port())))
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /// Makes a volume of the collection `c`.
  public void allocate(int id) {
    var _ =
        calls()
            .allocateVolume(
                AllocateVolumeRequest.newBuilder().setVolumeId(id).setCollection("c").build());
  }

  public Volume volume(int id) {
    return fixture.node.store().find(new VolumeId(id)).orElseThrow();
  }

  /// Begins maintenance.
  public void maintain() {
    var _ =
        calls()
            .setState(
                SetStateRequest.newBuilder()
                    .setState(VolumeServerState.newBuilder().setMaintenance(true))
                    .build());
  }

  /// The call is answered with that code, and with a text that has `text` in it.
  public static void refused(ThrowingCallable call, Status.Code code, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(text);
            });
  }

  /// The call is answered as the Go server answers a plain error.
  public static void refused(ThrowingCallable call, String text) {
    refused(call, Status.Code.UNKNOWN, text);
  }

  /// The page of metrics.
  public String metrics() {
    return PrometheusText.print(fixture.node.counters());
  }

  @Override
  public void close() {
    server.close();
    heartbeats.close();
    fixture.close();
    master.ifPresent(TableMaster::close);
  }
}
