package atoll.volumeserver.heartbeat;

import atoll.volumeserver.wire.GrpcServer;
import atoll.volumeserver.wire.LoopbackServer;
import atoll.volumeserver.wire.ServerAddress;
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
import atoll.volumeserver.wire.master.VolumeMarkReadonlyRequest;
import atoll.volumeserver.wire.master.VolumeMarkReadonlyResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A master that speaks the real protocol over a real socket and says what a test wants. Shared (by
/// concurrent queues and volatile fields).
final class ScriptedMaster extends SeaweedGrpc.SeaweedImplBase implements AutoCloseable {

  static final HeartbeatResponse WELCOME =
      HeartbeatResponse.newBuilder().setVolumeSizeLimit(1 << 25).build();

  final BlockingQueue<Heartbeat> heard = new LinkedBlockingQueue<>();
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  final BlockingQueue<VolumeMarkReadonlyRequest> marks = new LinkedBlockingQueue<>();
  private final GrpcServer server;
  private final Function<Heartbeat, @Nullable HeartbeatResponse> firstAnswer;
  private volatile @Nullable StreamObserver<HeartbeatResponse> out;
  volatile String leader = "";
  volatile boolean follows;

  /// @param firstAnswer to the first heartbeat of each stream; null for silence
  ScriptedMaster(Function<Heartbeat, @Nullable HeartbeatResponse> firstAnswer) {
    this.firstAnswer = firstAnswer;
    this.server = LoopbackServer.start(bindService());
  }

  static ScriptedMaster welcoming() {
    return new ScriptedMaster(_ -> WELCOME);
  }

  ServerAddress address() {
    return new ServerAddress("127.0.0.1", 9333, server.port());
  }

  /// The next heartbeat; a test that waits in vain fails.
  Heartbeat next() throws InterruptedException {
    Heartbeat next = heard.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no heartbeat within 20 s");
    }
    return next;
  }

  void say(HeartbeatResponse response) {
    StreamObserver<HeartbeatResponse> now = out;
    if (now == null) {
      throw new AssertionError("nobody listens");
    }
    now.onNext(response);
  }

  @Override
  public StreamObserver<Heartbeat> sendHeartbeat(StreamObserver<HeartbeatResponse> responses) {
    out = responses;
    return new StreamObserver<>() {
      private boolean answered;

      @Override
      public void onNext(Heartbeat heartbeat) {
        heard.add(heartbeat);
        if (!answered) {
          answered = true;
          HeartbeatResponse answer = firstAnswer.apply(heartbeat);
          if (answer != null) {
            responses.onNext(answer);
          }
        }
      }

      @Override
      public void onError(Throwable thrown) {
        ends.add("broken");
      }

      @Override
      public void onCompleted() {
        ends.add("completed");
        responses.onCompleted();
      }
    };
  }

  @Override
  public void lookupVolume(
      LookupVolumeRequest request, StreamObserver<LookupVolumeResponse> response) {
    LookupVolumeResponse.VolumeIdLocation.Builder answer =
        LookupVolumeResponse.VolumeIdLocation.newBuilder()
            .setVolumeOrFileId(request.getVolumeOrFileIds(0));
    if (request.getVolumeOrFileIds(0).equals("3")) {
      answer.addLocations(Location.newBuilder().setUrl("10.0.0.1:8080").setGrpcPort(9090).build());
    } else {
      answer.setError("volume id not found");
    }
    response.onNext(LookupVolumeResponse.newBuilder().addVolumeIdLocations(answer).build());
    response.onCompleted();
  }

  @Override
  public void volumeMarkReadonly(
      VolumeMarkReadonlyRequest request, StreamObserver<VolumeMarkReadonlyResponse> response) {
    if (follows) {
      response.onError(
          Status.UNKNOWN.withDescription("raft.Server: Not current leader").asRuntimeException());
      return;
    }
    marks.add(request);
    response.onNext(VolumeMarkReadonlyResponse.getDefaultInstance());
    response.onCompleted();
  }

  @Override
  public void getMasterConfiguration(
      GetMasterConfigurationRequest request,
      StreamObserver<GetMasterConfigurationResponse> response) {
    response.onNext(GetMasterConfigurationResponse.newBuilder().setLeader(leader).build());
    response.onCompleted();
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> response) {
    response.onNext(PingResponse.newBuilder().setStartTimeNs(7).build());
    response.onCompleted();
  }

  /// Breaks off and listens no more.
  void vanish() {
    StreamObserver<HeartbeatResponse> now = out;
    if (now != null) {
      try {
        now.onError(Status.UNAVAILABLE.asRuntimeException());
      } catch (IllegalStateException e) {
        // The stream has ended already.
      }
    }
    server.close();
  }

  @Override
  public void close() {
    vanish();
  }
}
