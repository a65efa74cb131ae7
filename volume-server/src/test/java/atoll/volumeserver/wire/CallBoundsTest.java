package atoll.volumeserver.wire;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.sim.RecordingEvents;
import atoll.volumeserver.CallsFixture;
import atoll.volumeserver.wire.CallTable.Access;
import atoll.volumeserver.wire.volume.PingRequest;
import atoll.volumeserver.wire.volume.PingResponse;
import atoll.volumeserver.wire.volume.VolumeServerGrpc;
import io.grpc.Context;
import io.grpc.InsecureChannelCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that take too long, requests that are too long, and what is counted of both, over a real
/// socket.
class CallBoundsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final RecordingEvents events = new RecordingEvents();
  private final Registry registry = new Registry();

  @AfterEach
  void end() {
    timers.shutdownNow();
    events.close();
  }

  private GrpcServer start(CallLimits limits, Function<PingRequest, PingResponse> answer) {
    CallTable calls =
        new CallTable(VolumeServerGrpc.getServiceDescriptor(), CallGate.OPEN, events)
            .bind(VolumeServerGrpc.getPingMethod(), Access.OPEN, answer);
    return LoopbackServer.start(
        calls.build(),
        List.of(new CallMeter(registry), new CallBounds(limits, timers)),
        GrpcLimits.DEFAULTS);
  }

  private static CallLimits limits(Duration askTime, int requestBytes) {
    return new CallLimits(askTime, PATIENCE, PATIENCE, requestBytes, 1 << 20);
  }

  private static void ping(GrpcServer server, String target) {
    try (GrpcChannels channels =
        new GrpcChannels(InsecureChannelCredentials.create(), GrpcLimits.DEFAULTS)) {
      var _ =
          VolumeServerGrpc.newBlockingStub(
                  channels.to(new ServerAddress("127.0.0.1", 1, server.port())))
              .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .ping(PingRequest.newBuilder().setTarget(target).build());
    }
  }

  private void counted(String line) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(PrometheusText.print(registry)).contains(line));
  }

  @Test
  void aCallThatTakesTooLongIsEndedAndWhoAnswersLearnsOfIt() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    GrpcServer server =
        start(
            limits(Duration.ofMillis(50), 1 << 10),
            _ -> {
              Context.current().addListener(_ -> told.countDown(), Runnable::run);
              try {
                assertThat(gone.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return PingResponse.getDefaultInstance();
            });
    try (server) {
      CallsFixture.refused(
          () -> ping(server, "x"), Status.Code.DEADLINE_EXCEEDED, "took longer than PT0.05S");
      assertThat(told.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)).isTrue();
      gone.countDown();
      counted("atoll_grpc_calls_total{call=\"Ping\",code=\"DEADLINE_EXCEEDED\"} 1");
      counted("atoll_grpc_in_flight_calls{call=\"Ping\"} 0");
    }
  }

  @Test
  void aRequestThatIsTooLongIsNotAnswered() {
    AtomicInteger asked = new AtomicInteger();
    try (GrpcServer server =
        start(
            limits(PATIENCE, 100),
            _ -> {
              asked.incrementAndGet();
              return PingResponse.getDefaultInstance();
            })) {
      ping(server, "x".repeat(98));
      assertThat(asked).hasValue(1);
      CallsFixture.refused(
          () -> ping(server, "x".repeat(99)),
          Status.Code.RESOURCE_EXHAUSTED,
          "a message is longer than the 100 bytes that this call takes");
      assertThat(asked).hasValue(1);
      counted("atoll_grpc_calls_total{call=\"Ping\",code=\"OK\"} 1");
      counted("atoll_grpc_calls_total{call=\"Ping\",code=\"RESOURCE_EXHAUSTED\"} 1");
      counted("atoll_grpc_call_seconds_count{call=\"Ping\"} 2");
    }
  }

  @Test
  void everyCallHasItsBounds() {
    CallLimits limits = CallLimits.DEFAULTS;
    for (MethodDescriptor<?, ?> method : VolumeServerGrpc.getServiceDescriptor().getMethods()) {
      assertThat(limits.time(method))
          .as(method.getFullMethodName())
          .isIn(limits.askTime(), limits.volumeTime(), limits.wholeTime());
      assertThat(limits.bytes(method))
          .as(method.getFullMethodName())
          .isIn(limits.requestBytes(), limits.bulkBytes());
    }
    assertThat(limits.time(VolumeServerGrpc.getPingMethod())).isEqualTo(limits.askTime());
    assertThat(limits.time(VolumeServerGrpc.getScrubVolumeMethod())).isEqualTo(limits.wholeTime());
    assertThat(limits.time(VolumeServerGrpc.getVolumeMountMethod())).isEqualTo(limits.volumeTime());
    assertThat(limits.bytes(VolumeServerGrpc.getReceiveFileMethod())).isEqualTo(limits.bulkBytes());
    assertThat(limits.list()).hasSize(5);
  }

  /// One block of headers, nothing of it packed.
  private static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      block.write(0);
      for (String text : List.of(namesAndValues[at], namesAndValues[at + 1])) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        block.write(bytes.length);
        block.writeBytes(bytes);
      }
    }
    return block.toByteArray();
  }

  private static void frame(OutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte(payload.length >>> 16);
    data.writeShort(payload.length);
    data.writeByte(type);
    data.writeByte(flags);
    data.writeInt(stream);
    data.write(payload);
    data.flush();
  }

  @Test
  void aRequestThatIsTooLongIsRefusedBeforeItHasCome() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (GrpcServer server =
            start(
                limits(PATIENCE, 100),
                _ -> {
                  asked.incrementAndGet();
                  return PingResponse.getDefaultInstance();
                });
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = client.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, 4, 0, 0, new byte[0]);
      byte[] call =
          headers(
              ":method", "POST",
              ":scheme", "http",
              ":authority", "x",
              ":path", "/" + VolumeServerGrpc.getPingMethod().getFullMethodName(),
              "content-type", "application/grpc",
              "te", "trailers");
      frame(out, 1, 4, 1, call);
      // A message of 100 MiB begins; no more than this comes of it.
      frame(out, 0, 0, 1, ByteBuffer.allocate(200).put((byte) 0).putInt(100 << 20).array());
      counted("atoll_grpc_calls_total{call=\"Ping\",code=\"RESOURCE_EXHAUSTED\"} 1");
      assertThat(asked).hasValue(0);
    }
  }
}
