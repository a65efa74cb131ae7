package atoll.volumeserver.replay;

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
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A master that takes all heartbeats and answers look-ups from a table. Shared (the table is
/// concurrent).
public final class TableMaster extends SeaweedGrpc.SeaweedImplBase implements AutoCloseable {

  private static final long VOLUME_BYTES = 64L << 20;

  private final Map<String, List<Location>> places = new ConcurrentHashMap<>();
  private final Server server;

  public TableMaster() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  /// The port it listens on.
  public int grpcPort() {
    return server.getPort();
  }

  /// Says where a volume lies.
  void put(int volume, List<Location> at) {
    places.put(Integer.toString(volume), List.copyOf(at));
  }

  @Override
  public StreamObserver<Heartbeat> sendHeartbeat(StreamObserver<HeartbeatResponse> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(Heartbeat heartbeat) {
        answers.onNext(HeartbeatResponse.newBuilder().setVolumeSizeLimit(VOLUME_BYTES).build());
      }

      @Override
      public void onError(Throwable failure) {
        // The server has gone.
      }

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  @Override
  public void lookupVolume(
      LookupVolumeRequest request, StreamObserver<LookupVolumeResponse> answer) {
    LookupVolumeResponse.Builder response = LookupVolumeResponse.newBuilder();
    for (String wanted : request.getVolumeOrFileIdsList()) {
      int comma = wanted.indexOf(',');
      List<Location> found =
          places.getOrDefault(comma < 0 ? wanted : wanted.substring(0, comma), List.of());
      response
          .addVolumeIdLocationsBuilder()
          .setVolumeOrFileId(wanted)
          .addAllLocations(found)
          .setError(found.isEmpty() ? "volume id " + wanted + " not found" : "");
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> answer) {
    answer.onNext(PingResponse.newBuilder().setStartTimeNs(1).setStopTimeNs(1).build());
    answer.onCompleted();
  }

  @Override
  public void volumeMarkReadonly(
      VolumeMarkReadonlyRequest request, StreamObserver<VolumeMarkReadonlyResponse> answer) {
    answer.onNext(VolumeMarkReadonlyResponse.getDefaultInstance());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
