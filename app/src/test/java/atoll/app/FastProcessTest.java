package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.CallOptions;
import atoll.fast.FastCall;
import atoll.fast.FastClient;
import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.fast.codec.Values;
import atoll.fast.demo.DemoProcedures;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealNet;
import atoll.kit.real.RealRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What only shows in a process of its own: how `fastserve` and `fastcall` end when told to.
class FastProcessTest {

  private final RealClock clock = new RealClock();
  private final RealNet net = new RealNet();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Seams seams = new Seams(clock, net, runner, Events.NONE);
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    runner.close();
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    processes.add(process);
    return process;
  }

  private Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(30));
  }

  private void await(String what, BooleanSupplier condition) {
    Deadline deadline = soon();
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("waited in vain for " + what).isFalse();
      runner.pause(Duration.ofMillis(10));
    }
  }

  private Endpoint freePort() {
    try (Listener door = net.listen(new Endpoint("127.0.0.1", 0))) {
      return door.local();
    }
  }

  private boolean isListening(Endpoint at) {
    try (var _ = net.dial(at, soon())) {
      return true;
    } catch (AtollException refused) {
      return false;
    }
  }

  private Process serve(Endpoint at, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("fastserve"));
    arguments.addAll(List.of("-m", Integer.toString(freePort().port())));
    arguments.addAll(List.of(more));
    Process server = start(arguments.toArray(String[]::new));
    await("the server", () -> isListening(at));
    return server;
  }

  private static void assertAnswers(FastClient client) {
    CallOptions options = CallOptions.within(Duration.ofSeconds(20));
    try (FastCall call = client.call("echo", Values.of(Json.TRUE), options)) {
      assertThat(call.collect(9).orThrow()).containsExactly(Json.object("value", Json.TRUE));
    }
  }

  @Test
  void fastserveThatQuiescesGoesOnForItsClientsUntilTheyHaveLeft() throws Exception {
    Endpoint at = freePort();
    Process server = serve(at, "-p", Integer.toString(at.port()), "--quiesce");
    try (FastClient client = FastClient.dial(seams, at, FastLimits.USUAL, soon())) {
      assertAnswers(client);
      server.destroy();
      await("the closed door", () -> !isListening(at));
      assertAnswers(client);
      assertThat(server.isAlive()).isTrue();
    }
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fastserveThatDoesNotQuiesceLeavesItsClients() throws Exception {
    Endpoint at = freePort();
    Process server = serve(at, "127.0.0.1:" + at.port());
    try (FastClient client = FastClient.dial(seams, at, FastLimits.USUAL, soon())) {
      assertAnswers(client);
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      await("the end of the connection", () -> !client.isOpen());
    }
  }

  @Test
  void fastcallLeavesItsConnectionOpenUntilItIsTold() throws Exception {
    try (FastServer server =
        FastServer.start(
            seams,
            new Endpoint("127.0.0.1", 0),
            DemoProcedures.all(Stream::of),
            FastLimits.USUAL)) {
      String port = Integer.toString(server.local().port());
      Process caller = start("fastcall", "--leave-conn-open", "127.0.0.1", port, "echo", "[1]");
      try (BufferedReader out = caller.inputReader()) {
        assertThat(out.readLine()).isEqualTo("{\"value\":1}");
        assertThat(caller.waitFor(700, TimeUnit.MILLISECONDS)).as("has ended by itself").isFalse();
        assertThat(server.stats().connectionsActive()).isEqualTo(1);
        caller.destroy();
        await("the end of the connection", () -> server.stats().connectionsActive() == 0);
      }
    }
  }
}
