package atoll.volumeserver.heartbeat;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import atoll.volume.needle.VolumeId;
import atoll.volume.report.VolumeReport;
import atoll.volumeserver.node.NodeIdentity;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.master.GetMasterConfigurationRequest;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import atoll.volumeserver.wire.master.LookupVolumeRequest;
import atoll.volumeserver.wire.master.LookupVolumeResponse;
import atoll.volumeserver.wire.master.PingRequest;
import atoll.volumeserver.wire.master.SeaweedGrpc;
import atoll.volumeserver.wire.master.VolumeMarkReadonlyRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The masters that the operator named, and the one that takes our heartbeats. Each call has a
/// deadline and waits for its answer.
///
/// Shared (a volatile field and an atomic number).
public final class Masters {

  private static final String NOT_LEADING = "Not current leader";

  private final List<ServerAddress> seeds;
  private final GrpcChannels channels;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Optional<ServerAddress> current = Optional.empty();

  public Masters(List<ServerAddress> seeds, GrpcChannels channels) {
    Check.that(!seeds.isEmpty(), "a volume server has a master");
    this.seeds = List.copyOf(seeds);
    this.channels = channels;
  }

  public List<ServerAddress> seeds() {
    return seeds;
  }

  /// The one that takes our heartbeats, or did when one was last tried.
  public Optional<ServerAddress> current() {
    return current;
  }

  void setCurrent(ServerAddress master) {
    current = Optional.of(master);
  }

  /// The named masters in turn.
  ServerAddress next() {
    return seeds.get(Math.floorMod(turn.getAndIncrement(), seeds.size()));
  }

  Channel channel(ServerAddress master) {
    return channels.to(master);
  }

  /// Whether a text names one of our masters.
  public boolean isKnown(String address) {
    ServerAddress named;
    try {
      named = ServerAddress.parse(address);
    } catch (AtollException e) {
      return false;
    }
    return seeds.stream().anyMatch(seed -> seed.http().equals(named.http()))
        || current.map(master -> master.http().equals(named.http())).orElse(false);
  }

  /// Where a volume is; empty if no server has it.
  ///
  /// @throws AtollException `UNREACHABLE`, `TIMEOUT`, or as the master answers
  public List<VolumePlace> lookUp(VolumeId volume) {
    LookupVolumeRequest request =
        LookupVolumeRequest.newBuilder().addVolumeOrFileIds(volume.toString()).build();
    LookupVolumeResponse response =
        call(
            leading(), "asking where volume " + volume + " is", stub -> stub.lookupVolume(request));
    return response.getVolumeIdLocationsList().stream()
        .flatMap(answer -> answer.getLocationsList().stream())
        .filter(location -> !location.getUrl().isEmpty())
        .map(VolumePlace::of)
        .toList();
  }

  /// Has the leading master send no more writes to a volume here, or send them again.
  ///
  /// @throws AtollException `UNREACHABLE`, `TIMEOUT`, or as the master answers
  public void markReadOnly(NodeIdentity node, VolumeReport volume, boolean readOnly) {
    VolumeMarkReadonlyRequest request =
        VolumeMarkReadonlyRequest.newBuilder()
            .setIp(node.address().host())
            .setPort(node.address().port())
            .setVolumeId(volume.name().id().value())
            .setCollection(volume.name().collection())
            .setReplicaPlacement(Byte.toUnsignedInt(volume.layout().placement().toByte()))
            .setTtl(volume.layout().ttl().toWire())
            .setDiskType(volume.disk().type())
            .setIsReadonly(readOnly)
            .build();
    String what = "telling of volume " + volume.name().id();
    try {
      call(leading(), what, stub -> stub.volumeMarkReadonly(request));
    } catch (AtollException e) {
      if (!String.valueOf(e.getMessage()).contains(NOT_LEADING)) {
        throw e;
      }
      call(askForLeader(), what, stub -> stub.volumeMarkReadonly(request));
    }
  }

  /// Who leads, as the named masters say.
  private ServerAddress askForLeader() {
    AtollException last =
        new AtollException(Fault.UNREACHABLE, "no master names a leader; try again in a moment");
    for (ServerAddress seed : seeds) {
      try {
        String leader = configuration(seed).getLeader();
        if (!leader.isEmpty()) {
          return ServerAddress.parse(leader);
        }
      } catch (AtollException e) {
        last = e;
      }
    }
    throw last;
  }

  /// What a master says of itself.
  ///
  /// @throws AtollException `UNREACHABLE`, `TIMEOUT`, or as the master answers
  public GetMasterConfigurationResponse configuration(ServerAddress master) {
    return call(
        master,
        "asking for the configuration",
        stub -> stub.getMasterConfiguration(GetMasterConfigurationRequest.getDefaultInstance()));
  }

  /// Whether a master answers.
  ///
  /// @return its time, nanoseconds since 1970
  /// @throws AtollException `UNREACHABLE`, `TIMEOUT`, or as the master answers
  public long ping(ServerAddress master) {
    return call(master, "ping", stub -> stub.ping(PingRequest.getDefaultInstance()))
        .getStartTimeNs();
  }

  private ServerAddress leading() {
    return current.orElseGet(seeds::getFirst);
  }

  private <R> R call(
      ServerAddress master, String what, Function<SeaweedGrpc.SeaweedBlockingStub, R> call) {
    SeaweedGrpc.SeaweedBlockingStub stub =
        SeaweedGrpc.newBlockingStub(channels.to(master))
            .withDeadlineAfter(channels.limits().callTime().toNanos(), TimeUnit.NANOSECONDS);
    try {
      return call.apply(stub);
    } catch (StatusRuntimeException e) {
      throw GrpcFailures.of(what + " at master " + master, e);
    }
  }
}
