package atoll.volumeserver.master;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.event.Events;
import atoll.volume.needle.Parsed;
import atoll.volume.needle.VolumeId;
import atoll.volumeserver.wire.CallGate;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.master.AssignRequest;
import atoll.volumeserver.wire.master.AssignResponse;
import atoll.volumeserver.wire.master.GetMasterConfigurationRequest;
import atoll.volumeserver.wire.master.GetMasterConfigurationResponse;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import atoll.volumeserver.wire.master.Location;
import atoll.volumeserver.wire.master.LookupVolumeRequest;
import atoll.volumeserver.wire.master.LookupVolumeResponse;
import atoll.volumeserver.wire.master.PingRequest;
import atoll.volumeserver.wire.master.PingResponse;
import atoll.volumeserver.wire.master.SeaweedGrpc;
import atoll.volumeserver.wire.master.VolumeGrowRequest;
import atoll.volumeserver.wire.master.VolumeGrowResponse;
import atoll.volumeserver.wire.master.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.master.VolumeMarkReadonlyResponse;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The door of gRPC to the master. Immutable.
final class MasterCalls {

  private static final int MIB = 1 << 20;

  private final MasterSettings settings;
  private final Cluster cluster;
  private final Volumes volumes;
  private final Clock clock;
  private final Events events;

  MasterCalls(
      MasterSettings settings, Cluster cluster, Volumes volumes, Clock clock, Events events) {
    this.settings = settings;
    this.cluster = cluster;
    this.volumes = volumes;
    this.clock = clock;
    this.events = events;
  }

  ServerServiceDefinition service() {
    return new CallTable(SeaweedGrpc.getServiceDescriptor(), CallGate.OPEN, events)
        .bind(
            SeaweedGrpc.getSendHeartbeatMethod(),
            Access.OPEN,
            ServerCalls.asyncBidiStreamingCall(Stream::new))
        .bind(SeaweedGrpc.getLookupVolumeMethod(), Access.OPEN, this::lookUp)
        .bind(SeaweedGrpc.getAssignMethod(), Access.OPEN, this::assign)
        .bind(SeaweedGrpc.getVolumeGrowMethod(), Access.OPEN, this::grow)
        .bind(SeaweedGrpc.getVolumeMarkReadonlyMethod(), Access.OPEN, this::mark)
        .bind(SeaweedGrpc.getGetMasterConfigurationMethod(), Access.OPEN, this::configuration)
        .bind(SeaweedGrpc.getPingMethod(), Access.OPEN, this::ping)
        .build();
  }

  /// The heartbeats of one server. Confined to its call.
  private final class Stream implements StreamObserver<Heartbeat> {

    private final StreamObserver<HeartbeatResponse> out;
    private @Nullable Member member;
    private boolean farewell;

    Stream(StreamObserver<HeartbeatResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(Heartbeat heartbeat) {
      try {
        Member known = member == null ? register(heartbeat) : member;
        if (known != null) {
          farewell = Member.isFarewell(heartbeat);
          cluster.take(known, heartbeat);
          if (member == null) {
            member = known;
            welcome(known);
          }
        }
      } catch (AtollException e) {
        end();
        out.onError(
            Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e).asRuntimeException());
      }
    }

    private @Nullable Member register(Heartbeat first) {
      if (first.getIp().isEmpty()) {
        return null;
      }
      return switch (cluster.register(first)) {
        case Cluster.Registration.Registered(Member registered) -> registered;
        case Cluster.Registration.Refused(List<String> directories) -> {
          events.report(
              new MasterEvent.DirectoryTwice(first.getIp() + ":" + first.getPort(), directories));
          out.onNext(HeartbeatResponse.newBuilder().addAllDuplicatedUuids(directories).build());
          out.onCompleted();
          yield null;
        }
      };
    }

    private void welcome(Member known) {
      events.report(new MasterEvent.ServerCame(known.address.http(), known.volumes.size()));
      out.onNext(
          HeartbeatResponse.newBuilder().setVolumeSizeLimit(settings.volumeBytesMax()).build());
    }

    @Override
    public void onError(Throwable broken) {
      end();
    }

    @Override
    public void onCompleted() {
      end();
      out.onCompleted();
    }

    private void end() {
      Member known = member;
      if (known != null) {
        member = null;
        cluster.unregister(known);
        events.report(new MasterEvent.ServerWent(known.address.http(), farewell));
      }
    }
  }

  private LookupVolumeResponse lookUp(LookupVolumeRequest request) {
    LookupVolumeResponse.Builder response = LookupVolumeResponse.newBuilder();
    for (String asked : request.getVolumeOrFileIdsList()) {
      LookupVolumeResponse.VolumeIdLocation.Builder answer =
          LookupVolumeResponse.VolumeIdLocation.newBuilder().setVolumeOrFileId(asked);
      switch (VolumeId.parse(asked.split(",", 2)[0])) {
        case Parsed.Malformed<VolumeId> _ -> answer.setError("Unknown volume id " + asked);
        case Parsed.Value<VolumeId>(VolumeId id) -> {
          List<Cluster.Place> places = cluster.find(id);
          places.forEach(place -> answer.addLocations(message(place)));
          if (places.isEmpty()) {
            answer.setError("volume id " + id + " not found");
          }
        }
      }
      response.addVolumeIdLocations(answer);
    }
    return response.build();
  }

  private static Location message(Cluster.Place place) {
    return Location.newBuilder()
        .setUrl(place.url())
        .setPublicUrl(place.publicUrl())
        .setGrpcPort(place.grpcPort())
        .setDataCenter(place.dataCenter())
        .build();
  }

  private AssignResponse assign(AssignRequest request) {
    Cluster.Assignment.Assigned assigned =
        volumes.assign(
            Layout.parse(
                request.getCollection(),
                request.getReplication(),
                request.getTtl(),
                request.getDiskType(),
                settings.replication()),
            Math.clamp(request.getCount(), 1, MasterSettings.COUNT_MAX));
    AssignResponse.Builder response =
        AssignResponse.newBuilder()
            .setFid(assigned.first().toString())
            .setCount(assigned.count())
            .setLocation(message(assigned.at()));
    assigned.others().forEach(place -> response.addReplicas(message(place)));
    return response.build();
  }

  private VolumeGrowResponse grow(VolumeGrowRequest request) {
    int _ =
        volumes.grow(
            Layout.parse(
                request.getCollection(),
                request.getReplication(),
                request.getTtl(),
                request.getDiskType(),
                settings.replication()),
            Math.clamp(request.getWritableVolumeCount(), 1, MasterSettings.SERVERS_MAX));
    return VolumeGrowResponse.getDefaultInstance();
  }

  private VolumeMarkReadonlyResponse mark(VolumeMarkReadonlyRequest request) {
    cluster.mark(
        request.getIp() + ":" + request.getPort(), request.getVolumeId(), request.getIsReadonly());
    return VolumeMarkReadonlyResponse.getDefaultInstance();
  }

  private GetMasterConfigurationResponse configuration(GetMasterConfigurationRequest request) {
    return GetMasterConfigurationResponse.newBuilder()
        .setDefaultReplication(settings.replication().toString())
        .setLeader(settings.address().toString())
        .setVolumeSizeLimitMB((int) (settings.volumeBytesMax() / MIB))
        .build();
  }

  private PingResponse ping(PingRequest request) {
    long now = clock.epochNanos();
    return PingResponse.newBuilder().setStartTimeNs(now).setStopTimeNs(now).build();
  }
}
