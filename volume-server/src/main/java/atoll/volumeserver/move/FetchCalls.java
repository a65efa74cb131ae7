package atoll.volumeserver.move;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.run.RateLimit;
import atoll.volume.Volume;
import atoll.volume.VolumeStatus;
import atoll.volume.files.VolumeName;
import atoll.volume.needle.VolumeId;
import atoll.volume.store.Arrival;
import atoll.volumeserver.admin.VolumeAdministration;
import atoll.volumeserver.node.Node;
import atoll.volumeserver.wire.AnswerStream;
import atoll.volumeserver.wire.CallTable;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.GrpcChannels;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusRequest;
import atoll.volumeserver.wire.volume.ReadVolumeFileStatusResponse;
import atoll.volumeserver.wire.volume.VolumeCopyRequest;
import atoll.volumeserver.wire.volume.VolumeCopyResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Takes in whole volumes from other servers. Immutable.
final class FetchCalls {

  /// After so many bytes of data a caller hears of them.
  private static final long PROGRESS_BYTES = 128L << 20;

  private static final long NANOS = 1_000_000_000;

  private final Node node;
  private final VolumeAdministration volumes;
  private final GrpcChannels channels;

  FetchCalls(Node node, VolumeAdministration volumes, GrpcChannels channels) {
    this.node = node;
    this.volumes = volumes;
    this.channels = channels;
  }

  void bindTo(CallTable table) {
    table.bindStream(VolumeServerGrpc.getVolumeCopyMethod(), Access.GATED, this::copy);
  }

  private void copy(VolumeCopyRequest request, AnswerStream<VolumeCopyResponse> answers) {
    volumes.refuseInMaintenance();
    VolumeId id = new VolumeId(request.getVolumeId());
    ServerAddress from = ServerAddress.parse(request.getSourceDataNode());
    refuseSelf(id, from);
    Channel channel = channels.to(from);
    ReadVolumeFileStatusResponse status = status(id, from, channel);
    if (status.getVolumeInfo().getFilesCount() > 0) {
      throw new AtollException(
          Fault.UNSUPPORTED,
          "the data of volume %s lies in remote storage: bring it back to %s first"
              .formatted(id, from));
    }
    // Only now is it certain that there is something to put in its place.
    if (node.store().find(id).isPresent()) {
      volumes.delete(id, false);
    }
    VolumeName name = new VolumeName(status.getCollection(), id);
    String diskType =
        request.getDiskType().isEmpty() ? status.getDiskType() : request.getDiskType();
    long bytes = status.getDatFileSize() + status.getIdxFileSize();
    Volume arrived;
    try (Arrival arrival = node.store().receive(name, diskType, bytes)) {
      VolumeFetch.Source source =
          new VolumeFetch.Source(channel, from.toString(), channels.limits().streamIdle());
      arrived =
          new VolumeFetch(
                  source,
                  status,
                  arrival,
                  node.environment().buffers(),
                  pace(request.getIoBytePerSecond(), answers),
                  new Progress(answers))
              .run();
    }
    node.volumesChanged();
    answers.send(
        VolumeCopyResponse.newBuilder()
            .setLastAppendAtNs(lastAppended(arrived.status(), status))
            .build());
  }

  /// A copy takes the place of what is here, so it must not come from here.
  private void refuseSelf(VolumeId id, ServerAddress from) {
    if (isSelf(from)) {
      throw new AtollException(
          Fault.BAD_INPUT, "volume " + id + " cannot be copied from this server to itself");
    }
  }

  /// Under whatever name.
  private boolean isSelf(ServerAddress from) {
    ServerAddress own = node.identity().address();
    if (from.grpcPort() != own.grpcPort()) {
      return false;
    }
    try {
      List<InetAddress> ours = List.of(InetAddress.getAllByName(own.host()));
      boolean reachable = ours.stream().noneMatch(InetAddress::isLoopbackAddress);
      return Arrays.stream(InetAddress.getAllByName(from.host()))
          .anyMatch(each -> ours.contains(each) || (reachable && each.isLoopbackAddress()));
    } catch (UnknownHostException _) {
      return from.host().equals(own.host());
    }
  }

  private ReadVolumeFileStatusResponse status(VolumeId id, ServerAddress from, Channel channel) {
    try {
      return VolumeServerGrpc.newBlockingStub(channel)
          .withDeadlineAfter(channels.limits().callTime().toNanos(), TimeUnit.NANOSECONDS)
          .readVolumeFileStatus(
              ReadVolumeFileStatusRequest.newBuilder().setVolumeId(id.value()).build());
    } catch (StatusRuntimeException e) {
      throw GrpcFailures.of("read volume file status of volume " + id + " at " + from, e);
    }
  }

  /// Since when a tail must follow. Formats without times go by that of their file.
  private static long lastAppended(VolumeStatus arrived, ReadVolumeFileStatusResponse status) {
    return arrived.lastAppendedNanos() != 0
        ? arrived.lastAppendedNanos()
        : status.getDatFileTimestampSeconds() * NANOS;
  }

  /// The caller's pace, else the one that all copies keep together.
  private LongConsumer pace(long bytesPerSecond, AnswerStream<?> answers) {
    RateLimit limit =
        bytesPerSecond > 0
            ? RateLimit.of(bytesPerSecond, node.clock(), answers::pause)
            : node.pace().copies();
    return limit::take;
  }

  /// Tells the caller now and then how far a copy is. Confined to the copy.
  private static final class Progress implements LongConsumer {

    private final AnswerStream<VolumeCopyResponse> answers;
    private long next = PROGRESS_BYTES;

    Progress(AnswerStream<VolumeCopyResponse> answers) {
      this.answers = answers;
    }

    @Override
    public void accept(long bytes) {
      if (bytes >= next) {
        next = bytes + PROGRESS_BYTES;
        answers.send(VolumeCopyResponse.newBuilder().setProcessedBytes(bytes).build());
      }
    }
  }
}
