package atoll.volumeserver.replay;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One running server by the name `a`, with a port of metrics and volume 3 of the collection
/// `pics`. Confined to one thread.
public final class OneServer implements AutoCloseable {

  private final RunningServers servers;
  private final Path work;
  private final int metricsPort;
  private final HttpClient client = HttpClient.newHttpClient();

  private OneServer(RunningServers servers, Path work, int metricsPort) {
    this.servers = servers;
    this.work = work;
    this.metricsPort = metricsPort;
  }

  /// Starts it.
  public static OneServer start(Path work) throws IOException {
    int metricsPort = FreePorts.one();
    Scenario scenario =
        new Scenario(
            "one",
            Map.of("a", List.of("-metricsPort=" + metricsPort)),
            List.of(),
            List.of(),
            List.of(new Scenario.OneVolume("a", 3, "pics", "000", "")),
            List.of());
    return new OneServer(RunningServers.start(scenario, work), work, metricsPort);
  }

  /// Where a path is found on the admin port.
  public String url(String path) {
    return "http://127.0.0.1:" + servers.port("a") + path;
  }

  /// Where a path is found on the port of metrics.
  public URI metrics(String path) {
    return URI.create("http://127.0.0.1:" + metricsPort + path);
  }

  /// Writes other rules of access, and has them read.
  public void setRules(String toml) throws IOException {
    Files.writeString(work.resolve("config/security.toml"), toml);
    servers.reloadRules();
  }

  /// Reads, and answers the status.
  public int status(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url(path))).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  /// Writes a needle.
  public void put(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(201);
  }

  @Override
  public void close() {
    servers.close();
  }
}
