package atoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.fast.json.Json;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRunner;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only shows in a process of its own: how the commands of mkv that serve take signals, what
/// they print, and what the next start finds.
class MkvProcessTest {

  private static final int SOON_SECONDS = 120;
  private static final int TERMINATED = 143;
  private static final int INTERRUPTED = 130;

  @TempDir private Path work;

  private final RealClock clock = new RealClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final List<Served> processes = new ArrayList<>();
  private final int port = FreePorts.row(5);

  @AfterEach
  void close() {
    processes.forEach(each -> each.process().destroyForcibly());
    client.close();
    runner.close();
  }

  /// A command that runs, and the files that it prints into.
  private record Served(Process process, Path out, Path err) {

    String printed() {
      return read(out);
    }

    String told() {
      return read(err);
    }
  }

  private void await(String what, BooleanSupplier condition) {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(SOON_SECONDS));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed(clock)).as("waited in vain for " + what).isFalse();
      runner.pause(Duration.ofMillis(20));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Starts a command and waits for the line of JSON that tells where it is.
  private Served serve(String... words) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "mkv"),
                Stream.of(words))
            .toList();
    Path out = work.resolve("out" + processes.size());
    Path err = work.resolve("err" + processes.size());
    Served served =
        new Served(
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start(),
            out,
            err);
    processes.add(served);
    await(
        "the line that tells where it is",
        () -> {
          assertThat(served.process().isAlive() || !served.printed().isEmpty())
              .as(served.told())
              .isTrue();
          return served.printed().endsWith("\n");
        });
    return served;
  }

  private Served up() throws IOException {
    return serve(
        "up",
        "--port=" + port,
        "--admin-port=" + (port + 4),
        "--replicas=2",
        "--data=" + work.resolve("data"),
        "--json");
  }

  private HttpResponse<String> ask(String method, int at, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .timeout(Duration.ofSeconds(SOON_SECONDS))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static void send(OutputStream to, byte[] bytes) {
    try {
      to.write(bytes);
      to.flush();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void signal(String name, Served to) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(to.process().pid())).start();
    assertThat(kill.waitFor(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static void assertEnds(Served server, int code) throws InterruptedException {
    assertThat(server.process().waitFor(SOON_SECONDS, TimeUnit.SECONDS)).as(server.told()).isTrue();
    assertThat(server.process().exitValue()).as(server.told()).isEqualTo(code);
  }

  @Test
  void aStoreStopsCleanlyAndFindsItsDataAgain() throws Exception {
    Served first = up();
    Json told = Json.parse(first.printed().strip());
    assertThat(told.member("gateway").flatMap(Json::asText)).hasValue("http://127.0.0.1:" + port);
    assertThat(ask("PUT", port, "/kept", "value").statusCode()).isEqualTo(201);

    signal("TERM", first);
    assertEnds(first, 0);
    assertThat(first.told())
        .contains("mkv: stopping; a second signal stops at once")
        .contains("mkv: stopped");

    Served second = up();
    assertThat(ask("GET", port, "/kept", "").body()).isEqualTo("value");
    signal("INT", second);
    assertEnds(second, INTERRUPTED);
  }

  @Test
  void aSecondSignalEndsItWhateverIsUnderWay() throws Exception {
    Served store = up();
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream request = slow.getOutputStream();
      request.write(
          "PUT /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      await(
          "the slow request",
          () -> {
            // Not so slow that it is given up.
            send(request, new byte[4_096]);
            return ask("GET", port + 4, "/metrics", "").body().contains("\nmkv_http_inflight 2\n");
          });
      signal("TERM", store);
      await(
          "its answer to the signal",
          () -> {
            send(request, new byte[4_096]);
            return store.told().contains("mkv: stopping");
          });
      assertThat(store.process().waitFor(300, TimeUnit.MILLISECONDS))
          .as("it does not wait")
          .isFalse();
      signal("TERM", store);
      assertEnds(store, TERMINATED);
    }
    Served again = up();
    assertThat(ask("GET", port, "/slow", "").statusCode()).isEqualTo(404);
    signal("TERM", again);
    assertEnds(again, 0);
  }

  /// Three hosts of our own, each in its process, and a gateway that reads its configuration anew.
  @Test
  void aServerOverHostsTellsOfEachRequestAndReadsItsConfigurationAnew() throws Exception {
    StringBuilder config = new StringBuilder();
    config.append("[server]\nlisten = \"127.0.0.1:").append(port).append("\"\n");
    config.append("admin_listen = \"127.0.0.1:").append(port + 4).append("\"\n");
    config.append("overwrite = \"deny\"\n[placement]\nreplicas = 1\n[log]\naccess = true\n");
    Path root = work.resolve("v1");
    assertThat(
            Main.run(
                List.of("mkv", "host", "init", root.toString(), "--id", "v1"),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter())))
        .isZero();
    Served host =
        serve(
            "host",
            root.toString(),
            "--port=" + (port + 1),
            "--admin-port=" + (port + 2),
            "--json");
    assertThat(host.printed()).contains("\"id\":\"v1\"");
    config
        .append("[[host]]\nid = \"v1\"\nurl = \"http://127.0.0.1:")
        .append(port + 1)
        .append("\"\n");
    Path file = work.resolve("mkv.toml");
    Files.writeString(file, config);
    Served server = serve("server", "--config=" + file, "--json");

    assertThat(ask("PUT", port, "/key", "one").statusCode()).isEqualTo(201);
    assertThat(ask("PUT", port, "/key", "two").statusCode()).isEqualTo(403);
    await("the line of the request", () -> server.told().contains("\"status\":403"));
    String line =
        server
            .told()
            .lines()
            .filter(each -> each.contains("\"status\":201"))
            .findFirst()
            .orElseThrow();
    Json copy = Json.parse(line).member("copies").orElseThrow().elements().iterator().next();
    assertThat(copy.member("volume").flatMap(Json::asText)).hasValue("v1");
    assertThat(copy.member("outcome").flatMap(Json::asText)).hasValue("done");
    assertThat(copy.member("micros").orElseThrow().asLong().orElseThrow()).isPositive();
    assertThat(line).contains("\"request_id\":").contains("\"trace_id\":").doesNotContain("/key");
    assertThat(ask("GET", port + 2, "/healthz", "").body()).isEqualTo("ok\n");
    assertThat(ask("GET", port + 2, "/metrics", "").body())
        .contains("mkv_volume_changes_total{volume=\"v1\"} ")
        .contains("mkv_volume_free_bytes{volume=\"v1\"} ");

    Files.writeString(file, config.toString().replace("\"deny\"", "\"replace\""));
    signal("HUP", server);
    await("the new configuration", () -> server.told().contains("mkv.config.reloaded"));
    assertThat(ask("PUT", port, "/key", "two").statusCode()).isEqualTo(201);

    signal("TERM", server);
    assertEnds(server, 0);
    signal("TERM", host);
    assertEnds(host, 0);
  }
}
