package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only shows in a process of its own: how `atoll volume` takes signals.
class VolumeProcessTest {

  private static final int SOON_SECONDS = 30;

  @TempDir private Path work;

  private final RealClock clock = new RealClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private int port;

  @AfterEach
  void close() {
    processes.forEach(Process::destroyForcibly);
    client.close();
    runner.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(SOON_SECONDS));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("waited in vain for " + what).isFalse();
      runner.pause(Duration.ofMillis(20));
    }
  }

  /// The status of an answer; 0 if there is none.
  private int status(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(SOON_SECONDS))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException refused) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private Path rules() {
    return work.resolve("security.toml");
  }

  private Path log() {
    return work.resolve("log");
  }

  private Process serve(int preStopSeconds) throws IOException {
    port = freePort();
    Files.createDirectories(work.resolve("data"));
    Files.writeString(rules(), "");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "volume",
                "-ip=127.0.0.1",
                "-port=" + port,
                "-port.grpc=" + freePort(),
                "-dir=" + work.resolve("data"),
                "-master=127.0.0.1:1.1",
                "-preStopSeconds=" + preStopSeconds,
                "-securityFile=" + rules())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    processes.add(server);
    await("the server", () -> status("/status") == 200);
    return server;
  }

  private static void signal(String name, Process to) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start();
    assertThat(kill.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static void assertEnds(Process server, int code) throws InterruptedException {
    assertThat(server.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(code);
  }

  @Test
  void aHangUpHasTheRulesReadAnewAndEndsNothing() throws Exception {
    Process server = serve(0);
    assertThat(status("/3,0123456789")).isNotEqualTo(401);
    Files.writeString(rules(), "[jwt.signing.read]\nkey = \"k\"\n");

    signal("HUP", server);

    await("the new rules", () -> status("/3,0123456789") == 401);
    assertThat(Files.readString(log())).contains("server.rules.read");
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void whenToldToEndItServesUntilClientsHaveHeardOfIt() throws Exception {
    Process server = serve(2);
    long told = clock.nanos();

    signal("TERM", server);

    await("the closed port", () -> status("/status") != 200);
    assertThat(Duration.ofNanos(clock.nanos() - told)).isGreaterThan(Duration.ofSeconds(2));
    assertEnds(server, 143);
  }

  @Test
  void anInterruptEndsItWithoutThatWaitEvenWithinIt() throws Exception {
    Process first = serve(600);
    signal("INT", first);
    assertEnds(first, 130);

    Process second = serve(600);
    signal("TERM", second);
    assertThat(second.waitFor(500, TimeUnit.MILLISECONDS)).as("has ended by itself").isFalse();
    signal("INT", second);
    assertThat(second.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
