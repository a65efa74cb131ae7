package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whoever is too fast waits, in either direction, and nothing piles up.
final class FlowTest {

  private static final Json FILLING = Json.text("x".repeat(1000));

  private final Machine machine = new Machine();
  private final AtomicLong produced = new AtomicLong();

  private final FastServer server =
      machine.serve(Samples.ALL.with("flood", this::flood), Machine.tight());

  @AfterEach
  void close() {
    server.close();
    machine.close();
  }

  private void flood(Invocation request) {
    long count = request.arguments().toList().getFirst().asLong().orElseThrow();
    for (long i = 0; i < count; i++) {
      request.write(FILLING);
      produced.incrementAndGet();
    }
  }

  @Test
  void aSlowCallerHoldsUpTheProcedureAndLosesNothing() {
    int count = 40_000;
    try (FastClient client = machine.dial(server, Machine.tight());
        FastCall call = client.call("flood", Values.of(Json.number(count)), Machine.SOON)) {
      long before = -1;
      // Until the procedure stands still: sockets, both queues, and nothing else, are full.
      while (before != produced.get() || before == 0) {
        before = produced.get();
        machine.runner.pause(Duration.ofMillis(300));
      }
      assertThat(produced.get()).isLessThan(count / 2);
      assertThat(client.stats().unreadBytes()).isLessThan(64 * 1024 + 2 * 64 * 1024);
      assertThat(call.collect(0).count()).isEqualTo(count);
      assertThat(produced).hasValue(count);
      assertThat(client.stats().unreadBytes()).isZero();
    }
  }

  @Test
  void aCallThatNobodyReadsIsDroppedAtItsDeadlineAndTheOthersGoOn() {
    try (FastClient client = machine.dial(server, Machine.tight())) {
      CallOptions hasty = CallOptions.within(Duration.ofMillis(500));
      FastCall unread = client.call("flood", Values.of(Json.number(5000)), hasty);
      machine.await("a full queue", () -> client.stats().unreadBytes() >= 64 * 1024);
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
      assertThat(((Step.Failed) unread.next()).failure()).isInstanceOf(CallFailure.TimedOut.class);
      assertThat(client.stats().unreadBytes()).isZero();
    }
  }

  @Test
  void abandoningACallLetsTheOthersGoOn() {
    try (FastClient client = machine.dial(server, Machine.tight())) {
      FastCall unread = client.call("flood", Values.of(Json.number(5000)), Machine.SOON);
      machine.await("a full queue", () -> client.stats().unreadBytes() >= 64 * 1024);
      unread.close();
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
      machine.await("the id", () -> client.stats().inFlight() == 0);
    }
  }

  @Test
  void aServerThatReadsNothingHoldsUpCallersUntilTheirDeadlines() {
    var listener = machine.seams.net().listen(new atoll.kit.net.Endpoint("127.0.0.1", 0));
    try (FastClient client =
        FastClient.dial(machine.seams, listener.local(), Machine.tight(), machine.soon())) {
      CallOptions hasty = CallOptions.within(Duration.ofMillis(300));
      Json argument = Json.text("x".repeat(500_000));
      long begin = machine.clock.nanos();
      int refused = 0;
      for (int i = 0; i < 40 && refused < 2; i++) {
        FastCall call = client.call("x", Values.of(argument), hasty);
        if (call.id() != null && client.stats().inFlight() <= i) {
          refused++;
        }
      }
      long millis = (machine.clock.nanos() - begin) / 1_000_000;
      assertThat(refused).isEqualTo(2);
      assertThat(millis).isBetween(500L, 20_000L);
    } finally {
      listener.close();
    }
  }

  @Test
  void aThirdOfManyRequestsWaitsInTheSocketWhenTheServerHasEnough() {
    try (FastClient client = machine.dial(server)) {
      var calls = new java.util.ArrayList<FastCall>();
      for (int i = 0; i < 96; i++) {
        calls.add(client.call("sleep", Values.of(Json.number(200)), Machine.SOON));
      }
      machine.await("full house", () -> server.stats().requestsInFlight() == 64);
      for (FastCall call : calls) {
        assertThat(server.stats().requestsInFlight()).isLessThanOrEqualTo(64);
        assertThat(call.collect(1).orThrow()).hasSize(1);
      }
    }
  }
}
