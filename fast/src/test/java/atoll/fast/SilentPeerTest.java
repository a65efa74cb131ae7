package atoll.fast;

import static atoll.fast.RawPeer.request;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Message;
import atoll.fast.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server gives up clients that say nothing or read nothing, and only those.
final class SilentPeerTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  private FastServer serve(Duration stalled, Duration idle) {
    return machine.serve(
        Samples.ALL, new FastLimits(4 << 20, 64 << 10, 64 << 10, 64, 8, stalled, idle));
  }

  private RawPeer peer(FastServer server) {
    return new RawPeer(machine.seams.net().dial(server.local(), machine.soon()), machine.clock);
  }

  @Test
  void whoSaysNothingIsClosed() {
    try (FastServer server = serve(LONG, Duration.ofMillis(100));
        RawPeer peer = peer(server)) {
      assertThat(peer.isAtEnd()).isTrue();
      machine.await("no connection", () -> server.stats().connectionsActive() == 0);
    }
  }

  @Test
  void whoWaitsForAnAnswerMayBeSilentMeanwhile() {
    try (FastServer server = serve(LONG, Duration.ofMillis(100));
        RawPeer peer = peer(server)) {
      peer.send(request(1, "sleep", Json.number(500)));
      assertThat(peer.next()).isInstanceOf(Message.Data.class);
      assertThat(peer.next()).isInstanceOf(Message.End.class);
      assertThat(peer.isAtEnd()).isTrue();
    }
  }

  @Test
  void whoReadsNothingOfItsAnswerIsClosedAndTheProcedureEnds() {
    try (FastServer server = serve(Duration.ofMillis(200), LONG);
        RawPeer peer = peer(server)) {
      Json filling = Json.text("x".repeat(1000));
      peer.send(request(1, "count", Json.number(10_000_000), filling));
      machine.await("the request", () -> server.stats().requestsStarted() == 1);
      machine.await("no connection", () -> server.stats().connectionsActive() == 0);
      machine.await("no request", () -> server.stats().requestsInFlight() == 0);
      assertThat(server.stats().requestsFailed()).isEqualTo(1);
    }
  }
}
