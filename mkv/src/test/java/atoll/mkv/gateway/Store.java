package atoll.mkv.gateway;

import atoll.http.netty.EventLoops;
import atoll.http.server.AccessLog;
import atoll.kit.Deadline;
import atoll.kit.count.Registry;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.config.ConfigFile;
import atoll.mkv.config.ConfigReading;
import atoll.sim.RecordingEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A whole store for tests: a gateway over real nginx hosts, and a client.
final class Store implements AutoCloseable {

  static final RealClock CLOCK = new RealClock();

  final List<Nginx> hosts = new ArrayList<>();
  final RecordingEvents events = new RecordingEvents();
  final Registry registry = new Registry();
  final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final EventLoops loops = EventLoops.start(1, EventLoops.Transport.BEST);
  private final RealRunner runner = new RealRunner(events);
  private final Path config;
  Gateway gateway;
  private int port;

  /// @param settings lines of the configuration in front of its hosts
  Store(Path folder, int count, String settings) throws Exception {
    StringBuilder text = new StringBuilder(settings).append('\n');
    for (int number = 1; number <= count; number++) {
      Nginx host = new Nginx("v" + number, folder.resolve("v" + number));
      hosts.add(host);
      text.append("[[host]]\nid = \"v" + number + "\"\nurl = \"http://127.0.0.1:" + host.port);
      text.append("\"\n");
    }
    config = folder.resolve("mkv.toml");
    Files.writeString(config, text);
    gateway = start();
    port = gateway.local().port();
  }

  private Gateway start() {
    ConfigReading.Good good =
        switch (read()) {
          case ConfigReading.Good it -> it;
          case ConfigReading.Bad bad -> throw new AssertionError(bad.problems().toString());
        };
    return Gateway.start(
        good.config(),
        loops,
        new Gateway.Seams(CLOCK, new RealRandomness(), runner, events, AccessLog.NONE),
        new Registry(),
        this::read);
  }

  private ConfigReading read() {
    return ConfigFile.read(
        config,
        Map.of("MKV_SERVER_LISTEN", "127.0.0.1:0", "MKV_SERVER_ADMIN_LISTEN", "127.0.0.1:0"));
  }

  /// Changes the file of the configuration.
  void rewrite(String old, String fresh) throws Exception {
    Files.writeString(config, Files.readString(config).replace(old, fresh));
  }

  void restart() {
    gateway.close();
    gateway = start();
    port = gateway.local().port();
  }

  /// Whether the gateway takes connections.
  boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    return send(request(method, path, HttpRequest.BodyPublishers.noBody(), headers));
  }

  HttpResponse<String> put(String path, String body, String... headers) throws Exception {
    return send(request("PUT", path, HttpRequest.BodyPublishers.ofString(body), headers));
  }

  HttpResponse<String> admin(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.localAdmin().port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest request(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, body).timeout(Duration.ofSeconds(30));
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return request.build();
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// GET, through the redirect. The host may stand still: it has less time than the gateway.
  HttpResponse<String> follow(String path, String... headers) throws Exception {
    HttpResponse<String> first = ask("GET", path, headers);
    if (first.statusCode() != 302) {
      return first;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(first.headers().firstValue("Location").orElseThrow()))
            .timeout(Duration.ofSeconds(3));
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  long files() throws Exception {
    long files = 0;
    for (Nginx host : hosts) {
      files += host.files();
    }
    return files;
  }

  /// Waits for a condition.
  static void await(String what, Callable<Boolean> condition) throws Exception {
    Deadline deadline = Deadline.after(CLOCK, Duration.ofSeconds(30));
    while (!condition.call()) {
      if (deadline.hasPassed(CLOCK)) {
        throw new AssertionError("in time: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() {
    gateway.close();
    runner.close();
    loops.close();
    client.close();
    for (Nginx host : hosts) {
      host.close();
    }
  }
}
