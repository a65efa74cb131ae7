package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.volume.Volume;
import atoll.volume.needle.NeedleKey;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.StoreDirectory;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallRefused;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.PeerStream;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeTailReceiverRequest;
import atoll.volumeserver.wire.volume.VolumeTailReceiverResponse;
import atoll.volumeserver.wire.volume.VolumeTailSenderRequest;
import atoll.volumeserver.wire.volume.VolumeTailSenderResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Sends what is appended to a volume as it is appended, and takes it in from others. Immutable.
final class TailCalls {

  private final Node node;
  private final GrpcChannels channels;

  TailCalls(Node node, GrpcChannels channels) {
    this.node = node;
    this.channels = channels;
  }

  void bindTo(CallTable table) {
    table
        .bindStream(VolumeServerGrpc.getVolumeTailSenderMethod(), Access.OPEN, this::send)
        .bind(VolumeServerGrpc.getVolumeTailReceiverMethod(), Access.GATED, this::receive);
  }

  private void send(
      VolumeTailSenderRequest request, AnswerStream<VolumeTailSenderResponse> answers) {
    Volume volume = Sources.volume(node, request.getVolumeId());
    Duration idleMax = Duration.ofSeconds(Integer.toUnsignedLong(request.getIdleTimeoutSeconds()));
    try (TailSource tail =
        new TailSource(
            volume, request.getSinceNs(), node.environment().buffers(), node.clock(), answers)) {
      tail.run(idleMax);
    }
  }

  private VolumeTailReceiverResponse receive(VolumeTailReceiverRequest request) {
    VolumeId id = new VolumeId(request.getVolumeId());
    Volume volume = node.store().find(id).orElseThrow(() -> unknown(id));
    StoreDirectory directory = node.store().directoryOf(id).orElseThrow(() -> unknown(id));
    ServerAddress source = ServerAddress.parse(request.getSourceVolumeServer());
    Channel channel = channels.to(source);
    VolumeTailSenderRequest tail =
        VolumeTailSenderRequest.newBuilder()
            .setVolumeId(request.getVolumeId())
            .setSinceNs(request.getSinceNs())
            .setIdleTimeoutSeconds(request.getIdleTimeoutSeconds())
            .build();
    String what = "following volume " + id + " at " + source;
    try (PeerStream<VolumeTailSenderResponse> records =
            PeerStream.open(
                channel,
                VolumeServerGrpc.getVolumeTailSenderMethod(),
                tail,
                what,
                channels.limits().streamIdle());
        TailTarget target =
            new TailTarget(
                volume,
                what,
                node.environment().buffers(),
                directory.spools(),
                key -> isThere(channel, id, key),
                TailCalls::pause)) {
      records.forEach(message -> {
        node.pace().copies().take(message.getSerializedSize());
        target.take(message);
      });
      target.end();
    }
    return VolumeTailReceiverResponse.getDefaultInstance();
  }

  private static CallRefused unknown(VolumeId id) {
    return new CallRefused(Status.Code.UNKNOWN, "receiver not found volume id " + id);
  }

  /// A source that does not know the needle, or does not know the question, means a deletion: that
  /// is what the Go server makes of such a record when it reads a volume from its data alone.
  ///
  /// @throws AtollException if the source did not get to answer; nobody knows then
  private boolean isThere(Channel channel, VolumeId volume, NeedleKey key) {
    try {
      var _ =
          VolumeServerGrpc.newBlockingStub(channel)
              .withDeadlineAfter(channels.limits().callTime().toNanos(), TimeUnit.NANOSECONDS)
              .volumeNeedleStatus(
                  VolumeNeedleStatusRequest.newBuilder()
                      .setVolumeId(volume.value())
                      .setNeedleId(key.id().value())
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED ->
            throw GrpcFailures.of("asking the source for needle " + key.id(), e);
        default -> false;
      };
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
