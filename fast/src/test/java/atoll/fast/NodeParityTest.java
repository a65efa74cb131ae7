package atoll.fast;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.codec.Protocol;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.demo.DemoProcedures;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// node-fast's client against our server, and our client against its server.
@Tag("parity")
@Tag("NODE_FAST")
final class NodeParityTest {

  private static final Procedures DEMO = DemoProcedures.all(() -> Stream.of("aardvark", "zebra"));

  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  // ---- its client, our server ----

  private static NodePeer.Outcome fastcall(FastServer server, String method, String arguments) {
    String port = Integer.toString(server.local().port());
    return NodePeer.run("fastcall", "127.0.0.1", port, method, arguments);
  }

  @Test
  void itsFastcallGetsOurValues() {
    try (FastServer server = machine.serve(DEMO)) {
      assertThat(fastcall(server, "echo", "[\"é☃𝄞\",{\"a\":[1,null]},true]").out())
          .containsExactly(
              "{\"value\":\"é☃𝄞\"}", "{\"value\":{\"a\":[1,null]}}", "{\"value\":true}");
      assertThat(fastcall(server, "words", "[]").out())
          .containsExactly("{\"word\":\"aardvark\"}", "{\"word\":\"zebra\"}");
      assertThat(fastcall(server, "yes", "[{\"value\":{\"n\":1},\"count\":10000}]").out())
          .hasSize(10_000)
          .allMatch("{\"value\":{\"n\":1}}"::equals);
      assertThat(fastcall(server, "sleep", "[{\"ms\":20}]").out()).isEmpty();
      assertThat(fastcall(server, "date", "[]").out())
          .singleElement()
          .asString()
          .matches("\\{\"timestamp\":\\d+,\"iso8601\":\"[-0-9]+T[:0-9]+\\.\\d{3}Z\"}");
      assertThat(server.stats().requestsFailed()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fail|[{\"name\":\"E\",\"message\":\"refused\",\"data\":[1]}]|refused",
        "nosuch|[]|unsupported RPC method: \"nosuch\"",
        "date|[1]|expected no arguments",
        "sleep|[{\"ms\":-1}]|bad value for \"ms\"",
        "yes|[{\"value\":1,\"count\":0}]|count must be an integer in range [1, 102400]",
        "fastbench|[]|expected exactly one object argument",
        "fastbench|[{}]|expected arg.echo",
        "fail|[]|expected argument",
        "fail|[{}]|bad arguments",
        "words|[1]|expected 0 arguments",
      })
  void itsFastcallGetsTheSameErrorsFromOurServerAsFromItsOwn(
      String method, String arguments, String part) {
    try (FastServer server = machine.serve(DEMO);
        NodeServer node = new NodeServer()) {
      NodePeer.Outcome ours = fastcall(server, method, arguments);
      assertThat(ours.err()).contains("fast request").contains(part);
      String port = Integer.toString(node.at.port());
      NodePeer.Outcome theirs = NodePeer.run("fastcall", "127.0.0.1", port, method, arguments);
      assertThat(ours).isEqualTo(theirs);
    }
  }

  @Test
  void itsClientSpeaksBothVersionsToUsAndSeesWholeErrors() {
    try (FastServer server = machine.serve(DEMO)) {
      for (int version = 1; version <= 2; version++) {
        NodePeer.Outcome outcome =
            NodePeer.script(
                """
                const quiet = () => {};
                const log = {child: () => log, trace: quiet, debug: quiet, info: quiet,
                             warn: quiet, error: quiet, fatal: quiet};
                const socket = require('net').connect(%d, '127.0.0.1', () => {
                  const client = new fast.FastClient(
                      {log, transport: socket, nRecentRequests: 1, version: %d});
                  const wanted = {name: 'E☃', message: 'm', info: {i: 1}, context: {c: 'é'},
                                  data: ['ё']};
                  const request = client.rpc({rpcmethod: 'fail', rpcargs: [wanted]});
                  request.on('data', value => console.log(JSON.stringify(value)));
                  request.on('error', error => {
                    while (error.cause && error.cause()) error = error.cause();
                    console.log(error.name, error.message, JSON.stringify(error.context));
                    socket.destroy();
                  });
                });
                """
                    .formatted(server.local().port(), version));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).containsExactly("{\"value\":\"ё\"}", "E☃ m {\"c\":\"é\"}");
      }
    }
  }

  /// How many requests its benchmark issued: now and then one or a few more than it was told to,
  /// against its own server too, and it goes away without waiting for those.
  private static long issued(NodePeer.Outcome benchmark) {
    Matcher total =
        Pattern.compile("total requests completed: +3000 \\((\\d+) issued\\)")
            .matcher(String.join("\n", benchmark.out()));
    assertThat(total.find()).as("%s", benchmark).isTrue();
    return Long.parseLong(total.group(1));
  }

  @Test
  void itsBenchmarkRunsAgainstOurServer() {
    try (FastServer server = machine.serve(DEMO)) {
      NodePeer.Outcome outcome =
          NodePeer.run(
              "fastbench",
              "-c",
              "30",
              "-n",
              "3000",
              "-k",
              Integer.toString(freePort()),
              "-p",
              Integer.toString(freePort()),
              "sync",
              "127.0.0.1",
              Integer.toString(server.local().port()));
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("total unexpected errors:   0");
      long surplus = issued(outcome) - 3000;
      assertThat(surplus).isBetween(0L, 30L);
      machine.await(
          "the last of its connections to be gone", () -> server.stats().connectionsActive() == 0);
      assertThat(server.stats().requestsCompleted()).isGreaterThanOrEqualTo(3000);
      assertThat(server.stats().requestsFailed()).isLessThanOrEqualTo(surplus);
      assertThat(server.stats().violations()).isZero();
    }
  }

  // ---- our client, its server ----

  private int freePort() {
    try (Listener listener = machine.seams.net().listen(new Endpoint("127.0.0.1", 0))) {
      return listener.local().port();
    }
  }

  /// Its `fastserve`, ended when closed.
  private final class NodeServer implements AutoCloseable {
    final Endpoint at = new Endpoint("127.0.0.1", freePort());
    private final Process process =
        NodePeer.program(
            "fastserve", "-p", Integer.toString(at.port()), "-m", Integer.toString(freePort()));

    NodeServer() {
      machine.await("node's fastserve (are its dependencies installed?)", this::answers);
    }

    private boolean answers() {
      assertThat(process.isAlive()).as("fastserve of NODE_FAST runs").isTrue();
      try (Connection connection = machine.seams.net().dial(at, machine.soon())) {
        return connection.remote().port() == at.port();
      } catch (AtollException notYet) {
        return false;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void weGetItsValuesAndErrors(Protocol protocol) {
    try (NodeServer node = new NodeServer();
        FastClient client = machine.dial(node.at, protocol)) {
      Json text = Json.text("é☃𝄞".repeat(100_000));
      assertThat(machine.call(client, "echo", text, Json.parse("{\"a\":[1,null]}")).orThrow())
          .containsExactly(Json.object("value", text), Json.parse("{\"value\":{\"a\":[1,null]}}"));
      assertThat(
              machine
                  .call(client, "yes", Json.parse("{\"value\":\"y\",\"count\":20000}"))
                  .orThrow())
          .hasSize(20_000)
          .allMatch(Json.object("value", Json.text("y"))::equals);
      assertThat(machine.call(client, "sleep", Json.parse("{\"ms\":5}")).orThrow()).isEmpty();
      Json wanted =
          Json.parse(
              "{\"name\":\"E☃\",\"message\":\"m\",\"info\":{\"i\":1},\"context\":{\"c\":\"é\"}}");
      Reply.Failed failed = (Reply.Failed) machine.call(client, "fail", wanted);
      assertThat(((CallFailure.Server) failed.failure()).error())
          .isEqualTo(
              new RemoteError(
                  "E☃", "m", Json.parse("{\"c\":\"é\"}"), Json.parse("{\"i\":1}"), null, null));
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void aHundredInFlightAreAnsweredByItsServer() {
    try (NodeServer node = new NodeServer();
        FastClient client = machine.dial(node.at, Protocol.V2)) {
      for (int round = 0; round < 20; round++) {
        List<FastCall> calls = new ArrayList<>();
        for (int i : IntStream.range(0, 100).toArray()) {
          calls.add(client.call("echo", Values.of(Json.number(i)), Machine.SOON));
        }
        for (int i = 0; i < 100; i++) {
          assertThat(calls.get(i).collect(2).orThrow())
              .containsExactly(Json.object("value", Json.number(i)));
        }
      }
    }
  }

  @Test
  void anAbandonedCallOnItsServerEndsAndTheConnectionGoesOn() {
    try (NodeServer node = new NodeServer();
        FastClient client = machine.dial(node.at, Protocol.V2)) {
      CallOptions hasty = CallOptions.within(Duration.ofMillis(50));
      try (FastCall call = client.call("sleep", Values.of(Json.parse("{\"ms\":400}")), hasty)) {
        assertThat(((Step.Failed) call.next()).failure()).isInstanceOf(CallFailure.TimedOut.class);
      }
      machine.await("the late end", () -> client.stats().inFlight() == 0);
      assertThat(machine.call(client, "echo", Json.TRUE).orThrow()).hasSize(1);
    }
  }
}
