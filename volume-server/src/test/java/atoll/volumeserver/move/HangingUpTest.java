package atoll.volumeserver.move;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.volume.needle.VolumeId;
import atoll.volume.store.EndResult;
import atoll.volumeserver.wire.volume.CopyFileRequest;
import atoll.volumeserver.wire.volume.ReadAllNeedlesRequest;
import atoll.volumeserver.wire.volume.VolumeIncrementalCopyRequest;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import atoll.volumeserver.wire.volume.VolumeTailSenderRequest;
import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever takes one answer of a long stream and hangs up: the server then lets the volume go.
class HangingUpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Together longer than what may be under way without being read.
  private static final int NEEDLES = 32;

  @TempDir private Path data;
  private MovePeer peer;

  @BeforeEach
  void begin() {
    peer = new MovePeer(data);
    peer.allocate(3);
    String mebibyte = "x".repeat(1 << 20);
    for (long id = 1; id <= NEEDLES; id++) {
      peer.write(3, id, mebibyte);
    }
  }

  @AfterEach
  void end() {
    peer.close();
  }

  record Streaming<Q extends MessageLite>(MethodDescriptor<Q, ?> method, Q request) {

    @Override
    public String toString() {
      return String.valueOf(method.getBareMethodName());
    }
  }

  static List<Streaming<?>> streams() {
    return List.of(
        new Streaming<>(
            VolumeServerGrpc.getCopyFileMethod(),
            CopyFileRequest.newBuilder()
                .setVolumeId(3)
                .setCollection("c")
                .setExt(".dat")
                .setStopOffset(Long.MAX_VALUE)
                .build()),
        new Streaming<>(
            VolumeServerGrpc.getVolumeIncrementalCopyMethod(),
            VolumeIncrementalCopyRequest.newBuilder().setVolumeId(3).build()),
        new Streaming<>(
            VolumeServerGrpc.getVolumeTailSenderMethod(),
            VolumeTailSenderRequest.newBuilder().setVolumeId(3).build()),
        new Streaming<>(
            VolumeServerGrpc.getReadAllNeedlesMethod(),
            ReadAllNeedlesRequest.newBuilder().addVolumeIds(3).build()));
  }

  /// Whether this process has the volume's data open.
  private boolean isOpen() throws IOException {
    String file = data.resolve("c_3.dat").toRealPath().toString();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.anyMatch(each -> leadsTo(each, file));
    }
  }

  private static boolean leadsTo(Path link, String file) {
    try {
      return Files.readSymbolicLink(link).toString().equals(file);
    } catch (IOException _) {
      // It was closed meanwhile.
      return false;
    }
  }

  private <Q extends MessageLite, R> ClientCall<Q, R> takeOne(
      MethodDescriptor<Q, R> method, Q request) throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    ClientCall<Q, R> call =
        peer.fixture.channels.to(peer.address()).newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(R message) {
            first.countDown();
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    assertThat(first.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
    return call;
  }

  private <Q extends MessageLite> ClientCall<?, ?> takeOne(Streaming<Q> stream)
      throws InterruptedException {
    return takeOne(stream.method(), stream.request());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamEndsWithItsCaller(Streaming<?> stream) throws Exception {
    ClientCall<?, ?> call = takeOne(stream);
    CompletableFuture<EndResult> unmounted = new CompletableFuture<>();
    peer.fixture.node.store().unmount(new VolumeId(3), unmounted::complete);
    assertThat(unmounted.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS))
        .isEqualTo(new EndResult.Ended());
    assertThat(isOpen()).as("the stream goes on while its caller is there").isTrue();

    call.cancel("enough", null);

    Awaitility.await().atMost(PATIENCE).until(() -> !isOpen());
  }
}
