package atoll.volumeserver.admin;

import atoll.kit.AtollException;
import atoll.kit.disk.DiskSpace;
import atoll.volume.index.OffsetWidth;
import atoll.volume.info.ServerState;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.heartbeat.Heartbeats;
import atoll.volumeserver.heartbeat.Masters;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.settings.ServerVersion;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.DiskStatus;
import atoll.volumeserver.wire.volume.GetStateRequest;
import atoll.volumeserver.wire.volume.GetStateResponse;
import atoll.volumeserver.wire.volume.MemStatus;
import atoll.volumeserver.wire.volume.PingRequest;
import atoll.volumeserver.wire.volume.PingResponse;
import atoll.volumeserver.wire.volume.SetStateRequest;
import atoll.volumeserver.wire.volume.SetStateResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeServerLeaveRequest;
import atoll.volumeserver.wire.volume.VolumeServerLeaveResponse;
import atoll.volumeserver.wire.volume.VolumeServerState;
import atoll.volumeserver.wire.volume.VolumeServerStatusRequest;
import atoll.volumeserver.wire.volume.VolumeServerStatusResponse;
import com.sun.management.OperatingSystemMXBean;
import io.grpc.Status;
import java.lang.management.ManagementFactory;

/// The door of gRPC to the server as a whole: its state, its health, leaving. Immutable.
final class ServerCalls {

  private static final float PERCENT = 100;

  private final Node node;
  private final VolumeAdministration volumes;
  private final Masters masters;
  private final Heartbeats heartbeats;
  private final OffsetWidth width;

  ServerCalls(
      Node node,
      VolumeAdministration volumes,
      Masters masters,
      Heartbeats heartbeats,
      OffsetWidth width) {
    this.node = node;
    this.volumes = volumes;
    this.masters = masters;
    this.heartbeats = heartbeats;
    this.width = width;
  }

  void bindTo(CallTable table) {
    table
        .bind(VolumeServerGrpc.getGetStateMethod(), Access.OPEN, this::state)
        .bind(VolumeServerGrpc.getSetStateMethod(), Access.GATED, this::changeState)
        .bind(VolumeServerGrpc.getVolumeServerStatusMethod(), Access.OPEN, this::status)
        .bind(VolumeServerGrpc.getVolumeServerLeaveMethod(), Access.GATED, this::leave)
        .bind(VolumeServerGrpc.getPingMethod(), Access.OPEN, this::ping);
  }

  private GetStateResponse state(GetStateRequest request) {
    return GetStateResponse.newBuilder().setState(message(volumes.state())).build();
  }

  /// Without a state there is nothing to change.
  private SetStateResponse changeState(SetStateRequest request) {
    VolumeServerState wanted = request.getState();
    ServerState now =
        request.hasState()
            ? volumes.changeState(wanted.getMaintenance(), wanted.getVersion())
            : volumes.state();
    return SetStateResponse.newBuilder().setState(message(now)).build();
  }

  private static VolumeServerState message(ServerState state) {
    return VolumeServerState.newBuilder()
        .setMaintenance(state.maintenance())
        .setVersion(state.version())
        .build();
  }

  private VolumeServerStatusResponse status(VolumeServerStatusRequest request) {
    VolumeServerStatusResponse.Builder response =
        VolumeServerStatusResponse.newBuilder()
            .setState(message(volumes.state()))
            .setMemoryStatus(memory())
            .setVersion(ServerVersion.of(width).withCommit())
            .setDataCenter(node.identity().dataCenter())
            .setRack(node.identity().rack());
    node.store().directories().forEach(directory -> response.addDiskStatuses(disk(directory)));
    return response.build();
  }

  private static DiskStatus disk(StoreDirectory directory) {
    DiskSpace space = directory.space();
    long used = space.totalBytes() - space.usableBytes();
    DiskStatus.Builder status =
        DiskStatus.newBuilder()
            .setDir(directory.settings().data().toAbsolutePath().normalize().toString())
            .setAll(space.totalBytes())
            .setUsed(used)
            .setFree(space.usableBytes())
            .setDiskType(directory.settings().diskType());
    if (space.totalBytes() > 0) {
      status
          .setPercentFree((float) space.usableBytes() / space.totalBytes() * PERCENT)
          .setPercentUsed((float) used / space.totalBytes() * PERCENT);
    }
    return status.build();
  }

  private static MemStatus memory() {
    Runtime runtime = Runtime.getRuntime();
    MemStatus.Builder status =
        MemStatus.newBuilder()
            .setGoroutines(ManagementFactory.getThreadMXBean().getThreadCount())
            .setSelf(runtime.totalMemory())
            .setHeap(runtime.totalMemory() - runtime.freeMemory());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      status
          .setAll(system.getTotalMemorySize())
          .setFree(system.getFreeMemorySize())
          .setUsed(system.getTotalMemorySize() - system.getFreeMemorySize());
    }
    return status.build();
  }

  private VolumeServerLeaveResponse leave(VolumeServerLeaveRequest request) {
    heartbeats.leave();
    return VolumeServerLeaveResponse.getDefaultInstance();
  }

  /// Only masters that this server knows are called, so that nobody can have it knock elsewhere.
  private PingResponse ping(PingRequest request) {
    PingResponse.Builder response =
        PingResponse.newBuilder().setStartTimeNs(node.clock().epochNanos());
    if (!request.getTarget().isEmpty()) {
      boolean known =
          request.getTargetType().equals("master") && masters.isKnown(request.getTarget());
      if (!known) {
        throw new CallRefused(
            Status.Code.INVALID_ARGUMENT,
            "unknown ping target %s of type %s"
                .formatted(request.getTarget(), request.getTargetType()));
      }
      try {
        response.setRemoteTimeNs(masters.ping(ServerAddress.parse(request.getTarget())));
      } catch (AtollException e) {
        throw new CallRefused(
            Status.Code.UNKNOWN,
            "ping %s %s: %s"
                .formatted(request.getTargetType(), request.getTarget(), e.getMessage()));
      }
    }
    return response.setStopTimeNs(node.clock().epochNanos()).build();
  }
}
