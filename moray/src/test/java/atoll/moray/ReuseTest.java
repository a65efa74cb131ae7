package atoll.moray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Invocation;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which connections are used again: those whose last answer came to its end, and no others. The
/// client has one place for a connection, and the server tells which one each call came on.
final class ReuseTest {

  private static final String STATEMENT = "SELECT 1";

  private final Stage stage = new Stage();
  private final List<Integer> connections = Collections.synchronizedList(new ArrayList<>());
  private final ScriptedMoray moray =
      new ScriptedMoray().on("version", this::version).on("sql", this::manyRows);
  private final FastServer server = stage.serve(moray.procedures());
  private final MorayClient client =
      stage.client(
          server,
          Stage.SHORT
              .withConnections(1)
              .withQuery(Duration.ofMillis(400))
              .withGrace(Duration.ofMillis(100)));

  @AfterEach
  void close() {
    stage.close();
  }

  private void version(Invocation request) {
    connections.add(request.connectionId());
    request.end(Values.of(Json.parse("{\"version\":2}")));
  }

  /// So many that they cannot all be under way.
  private void manyRows(Invocation request) {
    for (int i = 0; i < 100_000; i++) {
      request.write(Json.object("row", Json.text("x".repeat(1000))));
    }
  }

  /// Until after the client has given up; then the server learns that nobody listens.
  private static void waitForTooLong(Invocation request) {
    request.seams().runner().pause(Duration.ofSeconds(1));
  }

  /// On which connection a call goes now.
  private int connection() {
    assertThat(client.version(MorayOptions.NONE)).isEqualTo(2);
    return connections.getLast();
  }

  private void assertUsedAgain(Runnable call) {
    int before = connection();
    call.run();
    assertThat(connection()).isEqualTo(before);
  }

  private void assertNeverUsedAgain(Runnable call) {
    int before = connection();
    call.run();
    assertThat(connection()).isNotEqualTo(before);
    stage.await(
        "the end of the connection",
        () -> server.peers().stream().noneMatch(peer -> peer.id() == before));
  }

  @Test
  void afterAWholeAnswer() {
    assertUsedAgain(() -> {
      moray.on("sql", Samples.ROW, Samples.ROW);
      try (Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
        assertThat(rows.toList(2)).hasSize(2);
      }
    });
  }

  @Test
  void afterAnErrorOfTheServer() {
    moray.on("sql", request -> request.fail(new RemoteError("InvalidQueryError", "no")));
    assertUsedAgain(() -> {
      try (Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
        assertThatThrownBy(rows::next).isInstanceOf(MorayException.class);
      }
    });
  }

  @Test
  void afterARequestThatWasTooLargeToSend() {
    MorayClient small =
        stage.client(
            server,
            Stage.SHORT
                .withConnections(1)
                .withFast(
                    new FastLimits(
                        4096,
                        64 << 10,
                        64 << 10,
                        64,
                        8,
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1))));
    assertThat(small.version(MorayOptions.NONE)).isEqualTo(2);
    assertThatThrownBy(
            () -> small.sql("SELECT '" + "x".repeat(5000) + "'", List.of(), MorayOptions.NONE))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    assertThat(small.version(MorayOptions.NONE)).isEqualTo(2);
    assertThat(connections.getLast()).isEqualTo(connections.getFirst());
  }

  @Test
  void notAfterAnAnswerThatWasGivenUp() {
    assertNeverUsedAgain(() -> {
      Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE);
      assertThat(rows.next()).isPresent();
      rows.close();
      rows.close();
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CLOSED));
    });
  }

  @Test
  void notAfterMoreValuesThanTheReaderHasRoomFor() {
    assertNeverUsedAgain(() -> {
      try (Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
        assertThatThrownBy(() -> rows.toList(3))
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
      }
    });
  }

  @Test
  void notAfterAnAnswerThatDidNotComeInTime() {
    moray.on("ping", ReuseTest::waitForTooLong);
    assertNeverUsedAgain(() ->
        assertThatThrownBy(
                () -> client.ping(false, MorayOptions.NONE.timeout(Duration.ofMillis(100))))
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TIMEOUT)));
  }

  @Test
  void notAfterRowsThatStoppedComing() {
    moray.on(
        "sql",
        request -> {
          request.write(Json.parse("{\"row\":1}"));
          waitForTooLong(request);
          request.write(Json.parse("{\"row\":2}"));
        });
    assertNeverUsedAgain(() -> {
      try (Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
        assertThat(rows.next()).isPresent();
        assertThatThrownBy(rows::next)
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TIMEOUT));
      }
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "5", "{\"bucket\":\"b\"}"})
  void notAfterAnAnswerThatMakesNoSense(String answer) {
    moray.on("getObject", answer);
    assertNeverUsedAgain(() ->
        assertThatThrownBy(() -> client.getObject("b", "k", MorayOptions.NONE))
            .isInstanceOfSatisfying(
                AtollException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT))
            .hasMessageContaining(answer));
  }

  @Test
  void afterACallThatTheServerFailedIn() {
    moray.on(
        "sql",
        request -> {
          request.write(Json.parse("{\"row\":1}"));
          throw new IllegalStateException("as if");
        });
    stage.events.expect("fast.procedure.failed");
    assertUsedAgain(() -> {
      try (Rows<Json> rows = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
        assertThat(rows.next()).isPresent();
        assertThatThrownBy(rows::next)
            .isInstanceOfSatisfying(
                MorayException.class, e -> assertThat(e.kind()).isEqualTo(MorayErrorKind.INTERNAL));
      }
    });
  }

  @Test
  void anAnswerTakesNoMoreMemoryThanItsLimitsHoweverLongItIs() {
    AtomicInteger written = new AtomicInteger();
    int rows = 20_000;
    Json row = Json.object("row", Json.text("x".repeat(10_000)));
    moray.on(
        "sql",
        request -> {
          for (int i = 0; i < rows; i++) {
            request.write(row);
            written.incrementAndGet();
          }
        });
    try (Rows<Json> answer = client.sql(STATEMENT, List.of(), MorayOptions.NONE)) {
      assertThat(answer.next()).contains(row);
      awaitStandstill(written);
      // Read and unsent at both ends and in two sockets: far less than the 200 MB of the answer.
      assertThat(written).hasValueLessThan(4_000);
      int[] count = {1};
      answer.forEach(_ -> count[0]++);
      assertThat(count[0]).isEqualTo(rows);
    }
  }

  /// Waits until a number has not changed for a while.
  private void awaitStandstill(AtomicInteger number) {
    int[] seen = {-1};
    int[] same = {0};
    stage.await(
        "a server that is held up",
        () -> {
          same[0] = number.get() == seen[0] ? same[0] + 1 : 0;
          seen[0] = number.get();
          return same[0] == 50;
        });
  }
}
