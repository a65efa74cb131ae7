package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.volumeserver.wire.GrpcServer;
import atoll.volumeserver.wire.LoopbackServer;
import atoll.volumeserver.wire.ServerAddress;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusRequest;
import atoll.volumeserver.wire.volume.VolumeNeedleStatusResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeTailSenderRequest;
import atoll.volumeserver.wire.volume.VolumeTailSenderResponse;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A record without data that a tail brings may be an empty needle or a deletion: the source is
/// asked, here one that answers as it is told, over a real socket.
class EmptyRecordTest {

  @TempDir private Path data;
  private MovePeer target;

  @BeforeEach
  void begin() {
    target = new MovePeer(data);
    target.allocate(3);
    target.write(3, 1, "before");
  }

  @AfterEach
  void end() {
    target.close();
  }

  /// Header, checksum 0, time and padding: of format 3.
  private static VolumeTailSenderResponse record() {
    ByteBuffer header = ByteBuffer.allocate(16).putInt(MovePeer.COOKIE.value()).putLong(1);
    ByteBuffer body = ByteBuffer.allocate(16).putInt(0).putLong(1);
    return VolumeTailSenderResponse.newBuilder()
        .setNeedleHeader(ByteString.copyFrom(header.clear()))
        .setNeedleBody(ByteString.copyFrom(body.clear()))
        .setIsLastChunk(true)
        .setVersion(3)
        .build();
  }

  /// Lets the target follow a source that sends this record.
  ///
  /// @param status what it answers to the question whether it has the needle
  private void follow(Status status) {
    VolumeServerGrpc.VolumeServerImplBase source =
        new VolumeServerGrpc.VolumeServerImplBase() {
          @Override
          public void volumeTailSender(
              VolumeTailSenderRequest request, StreamObserver<VolumeTailSenderResponse> response) {
            response.onNext(record());
            response.onCompleted();
          }

          @Override
          public void volumeNeedleStatus(
              VolumeNeedleStatusRequest request,
              StreamObserver<VolumeNeedleStatusResponse> response) {
            if (status.isOk()) {
              response.onNext(VolumeNeedleStatusResponse.newBuilder().setNeedleId(1).build());
              response.onCompleted();
            } else {
              response.onError(status.asRuntimeException());
            }
          }
        };
    try (GrpcServer server = LoopbackServer.start(source.bindService())) {
      target.follow(3, new ServerAddress("127.0.0.1", 1, server.port()).toString(), 0, 1);
    }
  }

  @Test
  void isAnEmptyNeedleWhereTheSourceHasIt() {
    follow(Status.OK);
    assertThat(target.read(3, 1)).contains("");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNKNOWN", "NOT_FOUND", "UNIMPLEMENTED"})
  void isADeletionWhereTheSourceDoesNotKnowIt(Status.Code code) {
    follow(code.toStatus().withDescription("needle not found 1"));
    assertThat(target.read(3, 1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "RESOURCE_EXHAUSTED"})
  void endsTheTailWhereTheSourceDoesNotGetToAnswer(Status.Code code) {
    assertThatThrownBy(() -> follow(code.toStatus()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("asking the source for needle 1 failed: " + code);
    assertThat(target.read(3, 1)).contains("before");
  }
}
