package atoll.mkv.gateway;

import atoll.http.netty.EventLoops;
import atoll.http.server.AccessLog;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// A whole store for tests: a gateway over real nginx hosts or others, and a client.
final class Store implements AutoCloseable {

  static final RealClock CLOCK = new RealClock();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final List<Nginx> hosts;
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
  private final Optional<GatewayProcess> process;
  private final List<Gateway> gateways = new ArrayList<>();
  private int port;
  private int adminPort;

  /// Over nginx hosts.
  ///
  /// @param settings lines of the configuration in front of its hosts
  Store(Path folder, int count, String settings) throws Exception {
    this(folder, nginx(folder, count), Map.of(), settings, false);
  }

  private Store(
      Path folder,
      List<Nginx> hosts,
      Map<String, Integer> others,
      String settings,
      boolean inProcess)
      throws Exception {
    this.hosts = hosts;
    Map<String, Integer> ports = new TreeMap<>(others);
    hosts.forEach(host -> ports.put(host.id, host.port));
    StringBuilder text = new StringBuilder(settings).append('\n');
    ports.forEach((id, at) ->
        text.append("[[host]]\nid = \"" + id + "\"\nurl = \"http://127.0.0.1:" + at + "\"\n"));
    this.config = folder.resolve("mkv.toml");
    Files.writeString(config, text);
    this.process = inProcess ? Optional.of(new GatewayProcess(config)) : Optional.empty();
    if (process.isPresent()) {
      port = process.get().port;
      adminPort = port + 1;
      await("the gateway has started", this::accepts);
    } else {
      use(start());
    }
  }

  /// Over other hosts that run on this machine.
  ///
  /// @param ports by the ids of hosts
  static Store over(Path folder, Map<String, Integer> ports, String settings) throws Exception {
    return new Store(folder, List.of(), ports, settings, false);
  }

  /// Over nginx hosts, with the gateway in a process of its own, which can be killed.
  static Store killable(Path folder, int count, String settings) throws Exception {
    return new Store(folder, nginx(folder, count), Map.of(), settings, true);
  }

  private static List<Nginx> nginx(Path folder, int count) throws Exception {
    List<Nginx> hosts = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      hosts.add(new Nginx("v" + number, folder.resolve("v" + number)));
    }
    return hosts;
  }

  private void use(Gateway started) {
    gateways.add(started);
    port = started.local().port();
    adminPort = started.localAdmin().port();
  }

  /// The one that runs in this process.
  Gateway gateway() {
    return gateways.getLast();
  }

  /// Kills the process of the gateway.
  void kill() throws Exception {
    process.orElseThrow().kill();
  }

  /// Starts it again after that.
  void startAgain() throws Exception {
    process.orElseThrow().restart();
    await("the gateway has started", this::accepts);
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

  /// As an operator does.
  void restart() throws Exception {
    if (process.isPresent()) {
      kill();
      startAgain();
    } else {
      gateway().close();
      use(start());
    }
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
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest request(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, body).timeout(PATIENCE);
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return request.build();
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Waits until nothing is left to be done on any copy.
  void awaitNoChore() throws Exception {
    await(
        "no chore is left",
        () ->
            admin("GET", "/admin/chores")
                .body()
                .startsWith("{\"removals\":0,\"repairs\":0,\"marks\":0}"));
  }

  /// GET, through the redirect. The host may stand still: it has less time than the gateway.
  HttpResponse<String> follow(String path, String... headers) throws Exception {
    HttpResponse<String> first = ask("GET", path, headers);
    if (first.statusCode() != 302) {
      return first;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(first.headers().firstValue("Location").orElseThrow()))
            .timeout(Duration.ofSeconds(5));
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

  /// Waits for a condition, with the patience of a machine that has much else to do.
  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }

  @Override
  public void close() {
    if (!gateways.isEmpty()) {
      gateway().close();
    }
    process.ifPresent(GatewayProcess::close);
    runner.close();
    loops.close();
    client.close();
    for (Nginx host : hosts) {
      host.close();
    }
  }
}
