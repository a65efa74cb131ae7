package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.codec.Protocol;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.run.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls over real sockets.
final class CallTest {

  private final Machine machine = new Machine();
  private final FastServer server = machine.serve(Samples.ALL);

  @AfterEach
  void close() {
    server.close();
    machine.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void valuesComeInOrderAndThenTheEnd(Protocol protocol) {
    try (FastClient client = machine.dial(server.local(), protocol)) {
      Reply reply = machine.call(client, "echo", Json.text("é☃𝄞"), Json.number(2), Json.NULL);
      assertThat(reply.orThrow())
          .containsExactly(
              Json.object("value", Json.text("é☃𝄞")),
              Json.object("value", Json.number(2)),
              Json.object("value", Json.NULL));
      assertThat(reply.count()).isEqualTo(3);
    }
  }

  @Test
  void anAnswerMayBeEmpty() {
    try (FastClient client = machine.dial(server)) {
      assertThat(machine.call(client, "silent").orThrow()).isEmpty();
    }
  }

  @Test
  void anErrorComesWithAllItSaysAndAfterTheValuesBeforeIt() {
    try (FastClient client = machine.dial(server)) {
      Reply.Failed failed = (Reply.Failed) machine.call(client, "refuse");
      assertThat(failed.values()).containsExactly(Json.number(1));
      RemoteError error = ((CallFailure.Server) failed.failure()).error();
      assertThat(error.name()).isEqualTo("EtagConflictError");
      assertThat(error.context()).isEqualTo(Json.parse("{\"key\":\"/k\"}"));
      assertThat(error.info()).isEqualTo(Json.parse("{\"a\":1}"));
      assertThatThrownBy(failed::orThrow)
          .isInstanceOf(FastException.class)
          .hasMessage("fast request refuse: EtagConflictError: expected A");
    }
  }

  @Test
  void valuesThatAreSentTogetherComeOneByOneInOrder() {
    Procedures together =
        Procedures.NONE.with(
            "together",
            request -> {
              request.write(List.of());
              request.write(List.of(Json.text("a"), Json.text("b")));
              request.write(List.of(Json.text("c")));
            });
    try (FastServer sending = machine.serve(together);
        FastClient client = machine.dial(sending)) {
      assertThat(machine.call(client, "together").orThrow())
          .containsExactly(Json.text("a"), Json.text("b"), Json.text("c"));
    }
  }

  @Test
  void aProcedureMayBeWrapped() {
    Procedures wrapped =
        Samples.ALL.around(
            "echo",
            echo ->
                request -> {
                  request.write(Json.text("before"));
                  echo.answer(request);
                });
    try (FastServer wrapping = machine.serve(wrapped);
        FastClient client = machine.dial(wrapping)) {
      assertThat(machine.call(client, "echo", Json.number(1)).orThrow())
          .containsExactly(Json.text("before"), Json.object("value", Json.number(1)));
    }
  }

  @Test
  void faultsTravelByNameAndBugsWithoutDetails() {
    machine.events.expect("fast.procedure.failed");
    try (FastClient client = machine.dial(server)) {
      CallFailure fault = ((Reply.Failed) machine.call(client, "fault")).failure();
      assertThat(fault.message()).isEqualTo("NotFoundError: no such bucket");
      assertThat(fault.fault()).isEqualTo(Fault.NOT_FOUND);
      CallFailure bug = ((Reply.Failed) machine.call(client, "crash")).failure();
      assertThat(bug.fault()).isEqualTo(Fault.BUG);
      assertThat(bug.message()).doesNotContain("secret");
      assertThat(machine.events.of("fast.procedure.failed")).hasSize(1);
    }
  }

  @Test
  void anUnknownMethodIsNamedAndTheConnectionGoesOn() {
    try (FastClient client = machine.dial(server)) {
      Reply.Failed failed = (Reply.Failed) machine.call(client, "no\"such");
      RemoteError error = ((CallFailure.Server) failed.failure()).error();
      assertThat(error.name()).isEqualTo("FastError");
      assertThat(error.message()).isEqualTo("unsupported RPC method: \"no\"such\"");
      assertThat(error.info())
          .isEqualTo(
              Json.parse(
                  "{\"fastReason\":\"bad_method\",\"rpcMethod\":\"no\\\"such\",\"rpcMsgid\":1}"));
      assertThat(machine.call(client, "silent").orThrow()).isEmpty();
    }
  }

  @Test
  void stringsOfEverySizeComeBackOnOneConnection() {
    try (FastClient client = machine.dial(server)) {
      for (int size = 1000; size < 100_000; size += 1000) {
        Json text = Json.text("x".repeat(size));
        assertThat(machine.call(client, "echo", text).orThrow())
            .containsExactly(Json.object("value", text));
      }
      Json huge = Json.text("y".repeat(20_000_000));
      assertThat(machine.call(client, "echo", huge).orThrow())
          .containsExactly(Json.object("value", huge));
    }
  }

  @Test
  void tenThousandValuesComeInOrder() {
    try (FastClient client = machine.dial(server)) {
      Reply reply;
      try (FastCall call = client.call("count", Values.of(Json.number(10_000)), Machine.SOON)) {
        reply = call.collect(3);
      }
      assertThat(reply.count()).isEqualTo(10_000);
      assertThat(reply.values()).hasSize(3);
      int expected = 0;
      for (Json value : machine.call(client, "count", Json.number(10_000)).orThrow()) {
        assertThat(value.elements().iterator().next()).isEqualTo(Json.number(expected++));
      }
    }
  }

  @Test
  void answersOvertakeOneAnother() {
    try (FastClient client = machine.dial(server);
        FastCall slow = client.call("sleep", Values.of(Json.number(300)), Machine.SOON);
        FastCall quick = client.call("sleep", Values.of(Json.number(1)), Machine.SOON)) {
      assertThat(quick.next()).isEqualTo(new Step.Value(Json.number(1)));
      assertThat(client.stats().inFlight()).isPositive();
      assertThat(slow.next()).isEqualTo(new Step.Value(Json.number(300)));
      assertThat(slow.next()).isEqualTo(new Step.Done());
      assertThat(slow.next()).isEqualTo(new Step.Done());
    }
  }

  @Test
  void aThousandAreInFlightAtOnce() {
    try (FastClient client = machine.dial(server)) {
      List<FastCall> calls = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        calls.add(client.call("sleep", Values.of(Json.number(200)), Machine.SOON));
      }
      assertThat(client.stats().inFlight()).isEqualTo(1000);
      for (FastCall call : calls) {
        assertThat(call.collect(1).orThrow()).containsExactly(Json.number(200));
      }
      assertThat(client.stats().inFlight()).isZero();
      assertThat(client.stats().completed()).isEqualTo(1000);
      machine.await("the server's count", () -> server.stats().requestsCompleted() == 1000);
    }
  }

  @Test
  void manyThreadsShareAConnection() {
    try (FastClient client = machine.dial(server)) {
      AtomicInteger right = new AtomicInteger();
      List<Task> tasks = new ArrayList<>();
      for (int thread = 0; thread < 100; thread++) {
        int number = thread;
        tasks.add(
            machine.runner.submit(
                "caller " + number,
                () -> {
                  for (int i = 0; i < 100; i++) {
                    Json value = Json.text(number + "/" + i);
                    if (machine
                        .call(client, "echo", value)
                        .orThrow()
                        .equals(List.of(Json.object("value", value)))) {
                      right.incrementAndGet();
                    }
                  }
                }));
      }
      tasks.forEach(task -> assertThat(task.await(machine.soon())).isTrue());
      assertThat(right).hasValue(10_000);
    }
  }

  @Test
  void aCallThatLastsTooLongEndsAtItsDeadlineAndLaterMessagesAreDropped() {
    try (FastClient client = machine.dial(server)) {
      CallOptions hasty = CallOptions.within(Duration.ofMillis(50));
      try (FastCall call = client.call("sleep", Values.of(Json.number(250)), hasty)) {
        Step.Failed failed = (Step.Failed) call.next();
        assertThat(failed.failure()).isInstanceOf(CallFailure.TimedOut.class);
        assertThat(failed.failure().fault()).isEqualTo(Fault.TIMEOUT);
        assertThat(call.next()).isEqualTo(failed);
      }
      assertThat(client.stats().inFlight()).isEqualTo(1);
      machine.await("the late answer", () -> client.stats().inFlight() == 0);
      assertThat(client.stats().droppedMessages()).isEqualTo(2);
      assertThat(machine.call(client, "silent").orThrow()).isEmpty();
    }
  }

  @Test
  void aQuietServerEndsTheCallThoughItsTimeIsNotUp() {
    try (FastClient client = machine.dial(server);
        FastCall call =
            client.call(
                "sleep",
                Values.of(Json.number(500)),
                Machine.SOON.quietFor(Duration.ofMillis(40)))) {
      assertThat(((Step.Failed) call.next()).failure()).isInstanceOf(CallFailure.TimedOut.class);
    }
  }

  @Test
  void anAbandonedCallEndsAndFreesItsIdWithAnErrorToo() {
    try (FastClient client = machine.dial(server)) {
      for (String method : List.of("silent", "refuse", "nosuch")) {
        FastCall call = client.call(method, Values.NONE, Machine.SOON);
        call.abandon();
        Step step = call.next();
        // The answer may have been quicker than the abandonment.
        if (step instanceof Step.Failed failed
            && failed.failure() instanceof CallFailure.Abandoned) {
          assertThat(call.next()).isEqualTo(step);
        }
        machine.await("the id of " + method, () -> client.stats().inFlight() == 0);
      }
      FastCall slow = client.call("sleep", Values.of(Json.number(100)), Machine.SOON);
      slow.abandon();
      assertThat(slow.next()).isEqualTo(new Step.Failed(new CallFailure.Abandoned()));
      assertThat(machine.call(client, "silent").orThrow()).isEmpty();
      machine.await("the id", () -> client.stats().inFlight() == 0);
    }
  }

  @Test
  void abandoningWakesWhoeverWaits() {
    try (FastClient client = machine.dial(server);
        FastCall call = client.call("sleep", Values.of(Json.number(60_000)), Machine.SOON)) {
      Task abandoning = machine.runner.schedule("abandoning", Duration.ofMillis(20), call::abandon);
      assertThat(call.next()).isEqualTo(new Step.Failed(new CallFailure.Abandoned()));
      assertThat(abandoning.await(machine.soon())).isTrue();
    }
  }

  @Test
  void tooManyInFlightAreRefusedAndNothingIsSent() {
    try (FastClient client = machine.dial(server, Machine.tight())) {
      List<FastCall> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(client.call("sleep", Values.of(Json.number(50)), Machine.SOON));
      }
      assertThat(client.call("silent", Values.NONE, Machine.SOON).next())
          .isEqualTo(new Step.Failed(new CallFailure.Busy(64)));
      calls.forEach(call -> assertThat(call.collect(1).orThrow()).hasSize(1));
    }
  }

  @Test
  void argumentsAboveTheLimitAreRefused() {
    try (FastClient client = machine.dial(server, Machine.tight())) {
      Values large = Values.of(Json.text("x".repeat(5 << 20)));
      assertThatThrownBy(() -> client.call("echo", large, Machine.SOON))
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    }
  }

  @Test
  void aClosedClientFailsCallsInFlightAndNewOnes() {
    FastClient client = machine.dial(server);
    FastCall call = client.call("sleep", Values.of(Json.number(200)), Machine.SOON);
    client.close();
    assertThat(((Step.Failed) call.next()).failure()).isInstanceOf(CallFailure.Transport.class);
    assertThat(client.isOpen()).isFalse();
    Step next = client.call("silent", Values.NONE, Machine.SOON).next();
    assertThat(((Step.Failed) next).failure().fault()).isEqualTo(Fault.CLOSED);
    // The client's end of stream may be half of it: the server answers first.
    machine.await("the answer in vain", () -> server.stats().requestsInFlight() == 0);
    machine.await("the server to notice", () -> server.stats().connectionsActive() == 0);
  }
}
