package atoll.volumeserver.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.sim.RecordingEvents;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.CopyFileRequest;
import atoll.volumeserver.wire.volume.CopyFileResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls of many answers, over a real socket, with peers that are slow, silent or gone.
@SuppressWarnings("NullAway.Init") // Each test starts a server of its own.
class StreamsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ByteString MIB = ByteString.copyFrom(new byte[1 << 20]);

  private final RecordingEvents events = new RecordingEvents();
  private GrpcServer server;
  private GrpcChannels channels;

  @AfterEach
  void end() {
    channels.close();
    server.close();
  }

  private static GrpcLimits limits(Duration idle) {
    GrpcLimits usual = GrpcLimits.DEFAULTS;
    return new GrpcLimits(
        usual.messageBytes(),
        usual.calls(),
        usual.peers(),
        1 << 20,
        usual.headerBytes(),
        usual.pingAfter(),
        usual.pingAnswer(),
        usual.pingFromPeer(),
        usual.callTime(),
        idle,
        usual.drainTime());
  }

  private void start(
      Duration idle, BiConsumer<CopyFileRequest, AnswerStream<CopyFileResponse>> answer) {
    CallTable table =
        new CallTable(VolumeServerGrpc.getServiceDescriptor(), CallGate.OPEN, events, limits(idle));
    table.bindStream(VolumeServerGrpc.getCopyFileMethod(), Access.OPEN, answer);
    server = LoopbackServer.start(table.build(), List.of(), limits(idle));
    channels = new GrpcChannels(InsecureChannelCredentials.create(), limits(idle));
  }

  private PeerStream<CopyFileResponse> open(Duration idle) {
    return PeerStream.open(
        channels.to(new ServerAddress("127.0.0.1", 1, server.port())),
        VolumeServerGrpc.getCopyFileMethod(),
        CopyFileRequest.getDefaultInstance(),
        "copying",
        idle);
  }

  /// A reader that asks for nothing.
  private ClientCall<CopyFileRequest, CopyFileResponse> openWithoutReading() {
    ClientCall<CopyFileRequest, CopyFileResponse> call =
        channels
            .to(new ServerAddress("127.0.0.1", 1, server.port()))
            .newCall(VolumeServerGrpc.getCopyFileMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(CopyFileRequest.getDefaultInstance());
    call.halfClose();
    return call;
  }

  private static CopyFileResponse piece(long number) {
    return CopyFileResponse.newBuilder().setModifiedTsNs(number).setFileContent(MIB).build();
  }

  /// The fault with which a task ended.
  private static Fault faultOf(CompletableFuture<Void> task) throws Exception {
    try {
      task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AtollException fault) {
        return fault.fault();
      }
      throw e;
    }
    throw new AssertionError("it did not fail");
  }

  private void answering(
      Duration idle,
      CompletableFuture<Void> ended,
      BiConsumer<CopyFileRequest, AnswerStream<CopyFileResponse>> answer) {
    start(
        idle,
        (request, answers) -> {
          try {
            answer.accept(request, answers);
            ended.complete(null);
          } catch (AtollException e) {
            ended.completeExceptionally(e);
            throw e;
          }
        });
  }

  @Test
  void answersArriveInOrderAndWhole() {
    start(
        PATIENCE,
        (_, answers) -> {
          for (int i = 0; i < 40; i++) {
            answers.send(piece(i));
          }
        });

    try (PeerStream<CopyFileResponse> stream = open(PATIENCE)) {
      for (int i = 0; i < 40; i++) {
        assertThat(stream.next()).contains(piece(i));
      }
      assertThat(stream.next()).isEqualTo(Optional.empty());
      assertThat(stream.next()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aSlowReaderCostsTheMemoryOfAFewAnswers() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    answering(
        Duration.ofMillis(700),
        ended,
        (_, answers) -> {
          for (int i = 0; i < 1000; i++) {
            answers.send(piece(i));
            sent.incrementAndGet();
          }
        });

    openWithoutReading();

    assertThat(faultOf(ended)).isEqualTo(Fault.TIMEOUT);
    assertThat(sent).hasValueBetween(1, 8);
  }

  @Test
  void whoeverHangsUpIsAnsweredNoMore() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    answering(
        PATIENCE,
        ended,
        (_, answers) -> {
          for (int i = 0; ; i++) {
            answers.send(piece(i));
          }
        });

    PeerStream<CopyFileResponse> stream = open(PATIENCE);
    assertThat(stream.next()).isPresent();
    stream.close();

    assertThat(faultOf(ended)).isEqualTo(Fault.CANCELLED);
    assertThat(events.all()).isEmpty();
  }

  @Test
  void aPauseEndsWhenThePeerHangsUp() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    answering(
        PATIENCE,
        ended,
        (_, answers) -> {
          begun.complete(null);
          answers.pause(Duration.ofHours(1));
        });

    PeerStream<CopyFileResponse> stream = open(PATIENCE);
    begun.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    stream.close();

    assertThat(faultOf(ended)).isEqualTo(Fault.CANCELLED);
  }

  @Test
  void aSilentPeerIsGivenUp() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    answering(PATIENCE, ended, (_, answers) -> answers.pause(Duration.ofHours(1)));

    try (PeerStream<CopyFileResponse> stream = open(Duration.ofMillis(200))) {
      assertThatThrownBy(stream::next)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TIMEOUT))
          .hasMessage("copying failed: nothing came for under 1s");
    }
    Awaitility.await().atMost(PATIENCE).until(ended::isCompletedExceptionally);
  }

  @Test
  void failuresReachWhoeverReads() {
    start(
        PATIENCE,
        (_, answers) -> {
          answers.send(piece(0));
          throw new AtollException(Fault.NOT_FOUND, "no such file");
        });

    try (PeerStream<CopyFileResponse> stream = open(PATIENCE)) {
      assertThat(stream.next()).isPresent();
      assertThatThrownBy(stream::next)
          .isInstanceOf(AtollException.class)
          .hasMessage("copying failed: UNKNOWN no such file");
    }
    assertThat(events.all()).hasSize(1);
  }
}
