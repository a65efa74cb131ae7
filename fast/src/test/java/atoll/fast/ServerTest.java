package atoll.fast;

import static atoll.fast.RawPeer.end;
import static atoll.fast.RawPeer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server seen from the wire.
final class ServerTest {

  private final Machine machine = new Machine();
  private FastServer server = machine.serve(Samples.ALL);

  @AfterEach
  void close() {
    server.close();
    machine.close();
  }

  private RawPeer peer() {
    return new RawPeer(machine.seams.net().dial(server.local(), machine.soon()), machine.clock);
  }

  private static byte[] recorded(String name) {
    try {
      return Files.readAllBytes(Path.of("..", "corpus", "fast", name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aRecordedBundleIsAnsweredInTheVersionOfItsRequests(Protocol protocol) {
    try (RawPeer peer = peer()) {
      peer.send(recorded("v" + protocol.number() + "-bundled.request.bin"));
      List<Message> messages = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        messages.add(peer.next());
      }
      assertThat(messages).allMatch(message -> message.protocol() == protocol);
      for (int id = 1; id <= 3; id++) {
        MessageId wanted = new MessageId(id);
        List<Message> answer =
            messages.stream().filter(message -> message.id().equals(wanted)).toList();
        assertThat(((Message.Data) answer.get(0)).values().toList())
            .containsExactly(Json.parse("{\"value\":{\"i\":" + id + "}}"));
        assertThat(answer.get(1)).isInstanceOf(Message.End.class);
        assertThat(answer)
            .allMatch(message -> "echo".equals(message.meta().name()))
            .allMatch(message -> message.meta().microseconds() > 1_700_000_000_000_000L);
      }
    }
  }

  @Test
  void anIdMayComeAgainOnceItsAnswerHasEnded() {
    try (RawPeer peer = peer()) {
      for (int i = 0; i < 50; i++) {
        peer.send(request(0, "echo", Json.number(i)));
        assertThat(((Message.Data) peer.next()).values().toList())
            .containsExactly(Json.object("value", Json.number(i)));
        assertThat(peer.next()).isInstanceOf(Message.End.class);
      }
    }
  }

  @Test
  void anIdInFlightEndsTheConnection() {
    try (RawPeer peer = peer()) {
      peer.send(request(7, "sleep", Json.number(60_000)), request(7, "silent"));
      assertThat(peer.isAtEnd()).isTrue();
    }
    machine.events.await("fast.protocol.duplicate_msgid", Duration.ofSeconds(20));
    machine.await("the sleeper's end", () -> server.stats().requestsInFlight() == 0);
    assertThat(server.stats().violations()).isEqualTo(1);
  }

  @Test
  void anEndFromAClientEndsTheConnection() {
    try (RawPeer peer = peer()) {
      peer.send(end(7));
      assertThat(peer.isAtEnd()).isTrue();
    }
    machine.events.await("fast.protocol.unexpected_status", Duration.ofSeconds(20));
  }

  @Test
  void anErrorFromAClientIsPassedOver() {
    try (RawPeer peer = peer()) {
      peer.send(
          Encoder.encode(
              new Message.Failure(
                  Protocol.V2, new MessageId(1), Meta.NONE, new RemoteError("A", "b"))));
      peer.send(request(1, "silent"));
      assertThat(peer.next()).isInstanceOf(Message.End.class);
    }
    assertThat(server.stats().abortsIgnored()).isEqualTo(1);
  }

  @Test
  void aRequestThatCameBeforeItsConnectionWasClosedIsCountedAsIgnored() {
    FastLimits oneAtATime =
        new FastLimits(
            4 << 20, 64 << 10, 64 << 10, 1, 8, Duration.ofSeconds(20), Duration.ofSeconds(20));
    FastServer narrow = machine.serve(Samples.ALL, oneAtATime);
    try (RawPeer peer =
        new RawPeer(machine.seams.net().dial(narrow.local(), machine.soon()), machine.clock)) {
      peer.send(request(1, "sleep", Json.number(20_000)), request(2, "silent"));
      machine.await("the first", () -> narrow.stats().requestsInFlight() == 1);
      narrow.close();
      machine.await("the second", () -> narrow.stats().requestsIgnored() == 1);
      assertThat(narrow.stats().requestsStarted()).isEqualTo(1);
    }
  }

  @Test
  void aRequestWithoutAMethodIsRefusedAndTheConnectionGoesOn() {
    try (RawPeer peer = peer()) {
      peer.send(
          Encoder.encode(
              new Message.Data(Protocol.V2, new MessageId(3), new Meta("echo", 1), Values.NONE)));
      assertThat(peer.next()).isInstanceOf(Message.End.class);
      byte[] payload =
          "{\"m\":{\"name\":5},\"d\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      byte[] frame = new byte[15 + payload.length];
      java.nio.ByteBuffer.wrap(frame)
          .put(new byte[] {2, 1, 1})
          .putInt(4)
          .putInt(Protocol.V2.checksum(payload, 0, payload.length))
          .putInt(payload.length)
          .put(payload);
      peer.send(frame);
      RemoteError error = ((Message.Failure) peer.next()).error();
      assertThat(error.name()).isEqualTo("FastError");
      assertThat(error.message()).isEqualTo("RPC request is not well-formed");
      assertThat(String.valueOf(error.info())).contains("\"fastReason\":\"bad_data\"");
      peer.send(request(4, "silent"));
      assertThat(peer.next()).isInstanceOf(Message.End.class);
    }
  }

  @Test
  void aBrokenMessageEndsOnlyItsOwnConnection() {
    try (RawPeer good = peer();
        RawPeer bad = peer()) {
      bad.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(bad.isAtEnd()).isTrue();
      machine.events.await("fast.protocol.unsupported_version", Duration.ofSeconds(20));
      good.send(request(1, "silent"));
      assertThat(good.next()).isInstanceOf(Message.End.class);
    }
  }

  @Test
  void whoEndsItsSideStillGetsAllItsAnswers() {
    try (RawPeer peer = peer()) {
      peer.send(request(1, "sleep", Json.number(100)), request(2, "count", Json.number(2000)));
      peer.endOutput();
      int ends = 0;
      int data = 0;
      while (ends < 2) {
        switch (peer.next()) {
          case Message.Data _ -> data++;
          case Message.End _ -> ends++;
          case Message.Failure failure -> throw new AssertionError(failure.error());
        }
      }
      assertThat(data).isEqualTo(2001);
      assertThat(peer.isAtEnd()).isTrue();
    }
    machine.await("no connection", () -> server.stats().connectionsActive() == 0);
  }

  @Test
  void aStoppingServerAnswersWhatIsInFlightAndRefusesTheRest() {
    FastClient client = machine.dial(server);
    FastCall inFlight = client.call("sleep", Values.of(Json.number(300)), Machine.SOON);
    machine.await("the request", () -> server.stats().requestsInFlight() == 1);
    Deadline deadline = machine.soon();
    machine.runner.submit("stop", () -> assertThat(server.stop(deadline)).isTrue());
    machine.await(
        "refusal",
        () ->
            machine.call(client, "silent")
                    instanceof Reply.Failed(_, CallFailure.Server(RemoteError error), _, _)
                && error.name().equals("ClosedError"));
    assertThat(inFlight.collect(1).orThrow()).containsExactly(Json.number(300));
    machine.await("the client to notice", () -> !client.isOpen());
    assertThatThrownBy(() -> machine.dial(server))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNREACHABLE));
    machine.await("the end of the stop", () -> machine.events.of("fast.stopped").size() == 1);
  }

  @Test
  void aStopThatLastsTooLongCutsOff() {
    FastClient client = machine.dial(server);
    FastCall call = client.call("sleep", Values.of(Json.number(60_000)), Machine.SOON);
    machine.await("the request", () -> server.stats().requestsInFlight() == 1);
    assertThat(server.stop(Deadline.after(machine.clock, Duration.ofMillis(50)))).isFalse();
    assertThat(((Step.Failed) call.next()).failure()).isInstanceOf(CallFailure.Transport.class);
    assertThat(server.stats().connectionsActive()).isZero();
    assertThat(server.stats().requestsInFlight()).isZero();
  }

  @Test
  void oneConnectionTooManyIsClosedAtOnce() {
    server.close();
    server = machine.serve(Samples.ALL, Machine.tight());
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RawPeer peer = peer();
      peers.add(peer);
      peer.send(request(1, "silent"));
      assertThat(peer.next()).isInstanceOf(Message.End.class);
    }
    try (RawPeer ninth = peer()) {
      assertThat(ninth.isAtEnd()).isTrue();
    }
    machine.events.await("fast.connections.full", Duration.ofSeconds(20));
    peers.forEach(RawPeer::close);
    assertThat(server.awaitNoConnections(machine.soon())).isTrue();
  }

  @Test
  void itTellsWhoIsConnectedAndWithWhat() {
    FastClient client = machine.dial(server);
    FastCall call = client.call("sleep", Values.of(Json.number(200)), Machine.SOON);
    machine.await("the request", () -> server.stats().requestsInFlight() == 1);
    FastServer.Peer peer = server.peers().getFirst();
    assertThat(peer.id()).isEqualTo(1);
    assertThat(peer.requests()).extracting(FastServer.Request::method).containsExactly("sleep");
    call.close();
    client.close();
  }
}
