package atoll.mkv.store;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.server.AccessLog;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.gateway.Gateway;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of metrics, as Prometheus and operators' dashboards go by it.
class MetricsPageTest {

  private static final int HOSTS = 3;
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z0-9_]+?)(_bucket|_sum|_count)?(?:\\{(.*)})? (NaN|[+-]Inf|-?[0-9.e+-]+)(?: [0-9]+)?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z0-9_]+) ([a-z]+)");

  private final RealClock clock = new RealClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final int port = FreePorts.row(HOSTS + 2);

  @TempDir Path folder;
  private LocalStore store;

  private LocalStore start(Map<String, String> environment) throws IOException {
    return LocalStore.start(
        LocalStore.Settings.inARow("127.0.0.1", port, HOSTS, 2, folder.toRealPath(), false),
        environment,
        new Gateway.Seams(clock, new RealRandomness(), runner, Events.NONE, AccessLog.NONE),
        new Registry());
  }

  @BeforeEach
  void begin() throws IOException {
    store = start(Map.of());
  }

  @AfterEach
  void close() {
    store.close();
    client.close();
    runner.close();
  }

  private HttpResponse<String> ask(String method, int at, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                method.equals("PUT")
                    ? HttpRequest.BodyPublishers.ofString("value")
                    : HttpRequest.BodyPublishers.noBody());
    for (int index = 0; index < headers.length; index += 2) {
      request.header(headers[index], headers[index + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private String page() {
    HttpResponse<String> answer = ask("GET", port + HOSTS + 1, "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private void awaitOnPage(String text) {
    Deadline deadline = Deadline.after(clock, Duration.ofSeconds(20));
    while (!page().contains(text)) {
      assertThat(deadline.hasPassed(clock)).as("waited in vain for " + text).isFalse();
      runner.pause(Duration.ofMillis(20));
    }
  }

  /// Each metric with its type and the names of its labels.
  private static List<String> shape(String page) {
    Map<String, String> types =
        TYPE.matcher(page)
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    TreeSet<String> shape = new TreeSet<>();
    for (String line : page.lines().filter(line -> !line.startsWith("#")).toList()) {
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      boolean histogram = "histogram".equals(types.get(sample.group(1)));
      String name =
          histogram || sample.group(2) == null
              ? sample.group(1)
              : sample.group(1) + sample.group(2);
      String labels =
          LABEL
              .matcher(Objects.requireNonNullElse(sample.group(3), ""))
              .results()
              .map((MatchResult found) -> found.group(1))
              .filter(label -> !histogram || !label.equals("le"))
              .collect(Collectors.joining(","));
      shape.add(types.get(name) + " " + name + (labels.isEmpty() ? "" : "{" + labels + "}"));
    }
    return List.copyOf(shape);
  }

  private void loseAllBlobs() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path blob : files.filter(file -> file.toString().endsWith(".key")).toList()) {
        String name = blob.toString();
        Files.delete(Path.of(name.substring(0, name.length() - ".key".length())));
      }
    }
  }

  private static List<String> frozen() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MetricsPageTest.class.getResourceAsStream("metrics.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void namesTypesAndLabelsStayAsTheyAre() throws IOException {
    store.close();
    store = start(Map.of("MKV_SERVER_READ_MODE", "proxy"));
    assertThat(ask("PUT", port, "/key-of-somebody").statusCode()).isEqualTo(201);
    assertThat(ask("GET", port, "/key-of-somebody").body()).isEqualTo("value");
    loseAllBlobs();
    assertThat(ask("GET", port, "/key-of-somebody").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(ask("GET", port, "/?list").statusCode()).isEqualTo(200);
    assertThat(ask("POST", port + HOSTS + 1, "/admin/reload").statusCode()).isEqualTo(200);
    awaitOnPage("mkv_volume_free_bytes{volume=\"v3\"}");
    String page = page();
    assertThat(shape(page)).isEqualTo(frozen());
    assertThat(page).doesNotContain("key-of-somebody");
  }

  @Test
  void countsTheKeysThatHaveAValueAtItsStart() throws IOException {
    awaitOnPage("\nmkv_index_objects 0\n");
    for (int number = 0; number < 7; number++) {
      assertThat(ask("PUT", port, "/key/" + number).statusCode()).isEqualTo(201);
    }
    assertThat(ask("DELETE", port, "/key/3").statusCode()).isEqualTo(204);
    store.close();
    store = start(Map.of());
    awaitOnPage("\nmkv_index_objects 6\n");
  }

  @Test
  void isNotThereWhereNobodyWantsIt() throws IOException {
    store.close();
    store = start(Map.of("MKV_METRICS_ENABLED", "false"));
    assertThat(ask("GET", port + HOSTS + 1, "/metrics").statusCode()).isEqualTo(404);
  }

  @Test
  void doorsAreOpenedByTokens() throws IOException {
    store.close();
    Files.writeString(folder.resolve("writers"), "writer-0123456789\n");
    Files.writeString(folder.resolve("operators"), "operator-0123456789\n");
    store =
        start(
            Map.of(
                "MKV_AUTH_WRITE_TOKENS_FILE", "writers",
                "MKV_AUTH_ADMIN_TOKENS_FILE", "operators",
                "MKV_METRICS_OPEN", "false"));
    int admin = port + HOSTS + 1;
    HttpResponse<String> refused = ask("PUT", port, "/key");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(refused.body()).contains("\"error\":\"no_token\"");
    String writer = "Bearer writer-0123456789";
    assertThat(ask("PUT", port, "/key", "Authorization", writer).statusCode()).isEqualTo(201);
    assertThat(ask("GET", port, "/key").body()).isEqualTo("value");
    assertThat(ask("DELETE", port, "/key", "Authorization", writer + "x").statusCode())
        .isEqualTo(401);

    assertThat(ask("GET", admin, "/healthz").statusCode()).isEqualTo(200);
    assertThat(ask("GET", admin, "/readyz").statusCode()).isEqualTo(200);
    for (String path : List.of("/metrics", "/admin/hosts", "/admin/ring", "/admin/chores")) {
      assertThat(ask("GET", admin, path).statusCode()).as(path).isEqualTo(401);
      assertThat(ask("GET", admin, path, "Authorization", writer).statusCode()).isEqualTo(403);
      assertThat(
              ask("GET", admin, path, "Authorization", "Bearer operator-0123456789").statusCode())
          .isEqualTo(200);
    }
    assertThat(ask("POST", admin, "/admin/reload").statusCode()).isEqualTo(401);
  }
}
