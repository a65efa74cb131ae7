package atoll.fast;

import static atoll.fast.RawPeer.data;
import static atoll.fast.RawPeer.end;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client whose server says what the test wants.
final class ClientTest {

  private final Machine machine = new Machine();
  private final Listener listener = machine.seams.net().listen(new Endpoint("127.0.0.1", 0));
  private FastClient client;
  private RawPeer server;

  ClientTest() {
    client = machine.dial(listener.local(), Protocol.V2);
    server = new RawPeer(listener.accept(machine.soon()), machine.clock);
  }

  @BeforeEach
  void isConnected() {
    assertThat(client.isOpen()).isTrue();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    listener.close();
    machine.close();
  }

  private FastCall call() {
    return client.call("x", Values.NONE, Machine.SOON);
  }

  private static CallFailure failure(FastCall call) {
    return ((Step.Failed) call.next()).failure();
  }

  private void assertViolated(FastCall call, ProtocolError error) {
    assertThat(failure(call)).isEqualTo(new CallFailure.Protocol(error));
    machine.await("the connection's end", () -> !client.isOpen());
    Step later = call().next();
    assertThat(((Step.Failed) later).failure()).isInstanceOf(CallFailure.Transport.class);
    machine.events.await("fast.protocol." + error.reason(), Duration.ofSeconds(20));
  }

  @Test
  void aRequestSaysWhatItIsAndWhen() {
    try (FastCall call = client.call("getObject", Values.of(Json.TRUE), Machine.SOON)) {
      Message.Data request = (Message.Data) server.next();
      assertThat(request.id()).isEqualTo(new MessageId(1));
      assertThat(request.meta().name()).isEqualTo("getObject");
      assertThat(request.meta().microseconds()).isGreaterThan(1_700_000_000_000_000L);
      assertThat(request.values()).isEqualTo(Values.of(Json.TRUE));
      assertThat(call.method()).isEqualTo("getObject");
    }
  }

  @Test
  void valuesCarriedInTheEndAreDelivered() {
    try (FastCall call = call()) {
      server.send(data(1, Json.number(1), Json.number(2)), end(1, Json.number(3)));
      assertThat(call.collect(9).orThrow())
          .containsExactly(Json.number(1), Json.number(2), Json.number(3));
    }
  }

  @Test
  void tenThousandValuesInOneEndAreDelivered() {
    Json[] values = new Json[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Json.number(i);
    }
    try (FastCall call = call()) {
      server.send(end(1, values));
      assertThat(call.collect(20_000).orThrow()).containsExactly(values);
    }
  }

  @Test
  void aMessageForNoCallBreaksTheConnection() {
    FastCall call = call();
    server.send(data(99));
    assertViolated(call, new ProtocolError.UnknownMessageId(new MessageId(99)));
  }

  @Test
  void aSecondEndBreaksTheConnection() {
    FastCall first = call();
    FastCall second = call();
    server.send(end(1));
    assertThat(first.next()).isEqualTo(new Step.Done());
    server.send(end(1));
    assertViolated(second, new ProtocolError.UnknownMessageId(new MessageId(1)));
    assertThat(first.next()).isEqualTo(new Step.Done());
  }

  @Test
  void valuesBeforeABrokenMessageAreDelivered() {
    FastCall call = call();
    byte[] broken = data(1);
    broken[7] ^= 1;
    server.send(data(1, Json.number(1)), broken);
    assertThat(call.next()).isEqualTo(new Step.Value(Json.number(1)));
    assertThat(((CallFailure.Protocol) failure(call)).error().reason()).isEqualTo("bad_crc");
  }

  @Test
  void aStreamThatEndsInsideAMessageIsIncomplete() {
    FastCall call = call();
    byte[] whole = data(1, Json.number(1));
    server.send(java.util.Arrays.copyOf(whole, 20));
    server.close();
    CallFailure failure = failure(call);
    // A close with unread bytes may reach the client as a reset.
    assertThat(failure)
        .matches(found ->
            found instanceof CallFailure.Transport
                || found.equals(
                    new CallFailure.Protocol(
                        new ProtocolError.IncompleteMessage(20, whole.length))));
  }

  @Test
  void aStreamThatEndsTooEarlyFailsAllCalls() {
    FastCall none = call();
    FastCall some = call();
    server.next();
    server.next();
    server.send(data(2, Json.number(1)));
    server.endOutput();
    assertThat(failure(none).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(some.next()).isEqualTo(new Step.Value(Json.number(1)));
    assertThat(failure(some).fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(client.isOpen()).isFalse();
  }

  @Test
  void aNullAmongTheValuesEndsTheCallButNotTheConnection() {
    FastCall call = call();
    server.send(data(1, Json.number(1), Json.NULL, Json.number(2)));
    assertThat(call.next()).isEqualTo(new Step.Value(Json.number(1)));
    assertThat(failure(call))
        .isEqualTo(new CallFailure.Protocol(new ProtocolError.NullValue(new MessageId(1))));
    assertThat(failure(call)).isInstanceOf(CallFailure.Protocol.class);
    FastCall next = call();
    server.send(data(1, Json.number(3)), end(1), end(2));
    assertThat(next.next()).isEqualTo(new Step.Done());
    machine.await("id 1", () -> client.stats().inFlight() == 0);
  }

  @Test
  void nullsArePassedOverWhereTheCallerSaysSo() {
    try (FastCall call = client.call("x", Values.NONE, Machine.SOON.ignoringNullValues())) {
      server.send(data(1, Json.NULL, Json.number(2)), end(1, Json.NULL));
      assertThat(call.collect(9).orThrow()).containsExactly(Json.number(2));
    }
  }

  @Test
  void anIdIsNotUsedAgainBeforeItsAnswerHasEnded() {
    FastCall given = call();
    given.abandon();
    for (int id = 2; id < 50; id++) {
      FastCall call = call();
      assertThat(call.id()).isEqualTo(new MessageId(id));
      server.send(end(id));
      assertThat(call.next()).isEqualTo(new Step.Done());
    }
    assertThat(client.stats().inFlight()).isEqualTo(1);
    server.send(
        Encoder.encode(
            new Message.Failure(
                Protocol.V2, new MessageId(1), Meta.NONE, new RemoteError("Late", "x"))));
    machine.await("id 1", () -> client.stats().inFlight() == 0);
  }

  @Test
  void callsEndInAnyOrder() {
    FastCall first = call();
    FastCall second = call();
    server.send(end(2, Json.number(2)), end(1, Json.number(1)));
    assertThat(first.collect(1).orThrow()).containsExactly(Json.number(1));
    assertThat(second.collect(1).orThrow()).containsExactly(Json.number(2));
  }
}
