package atoll.mkv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.http.server.AccessLog;
import atoll.kit.AtollException;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.gateway.Gateway;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStoreTest {

  private static final int HOSTS = 3;

  private final RealRunner runner = new RealRunner(Events.NONE);
  private final Gateway.Seams seams =
      new Gateway.Seams(new RealClock(), new RealRandomness(), runner, Events.NONE, AccessLog.NONE);
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  @TempDir Path folder;

  @AfterEach
  void close() {
    client.close();
    runner.close();
  }

  private LocalStore start(int port, boolean nginx) throws IOException {
    folder.toFile().setExecutable(true, false);
    return LocalStore.start(
        LocalStore.Settings.inARow("127.0.0.1", port, HOSTS, 2, folder.toRealPath(), nginx),
        Map.of(),
        seams,
        new Registry());
  }

  private HttpResponse<String> ask(String method, int port, String path, String body)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void storeKeepsWhatItWasGivenOverARestart(boolean nginx) throws Exception {
    int port = FreePorts.row(HOSTS + 2);
    try (LocalStore store = start(port, nginx)) {
      assertThat(store.usage()).anyMatch(line -> line.contains("127.0.0.1:" + port));
      assertThat(ask("PUT", port, "/kept", "value").statusCode()).isEqualTo(201);
      assertThat(ask("PUT", port, "/gone", "value").statusCode()).isEqualTo(201);
      assertThat(ask("DELETE", port, "/gone", "").statusCode()).isEqualTo(204);
    }
    try (LocalStore _ = start(port, nginx)) {
      assertThat(ask("GET", port, "/kept", "").body()).isEqualTo("value");
      assertThat(ask("GET", port, "/gone", "").statusCode()).isEqualTo(404);
    }
    long blobs = 0;
    for (int host = 1; host <= HOSTS; host++) {
      Path root = folder.resolve("v" + host);
      assertThat(root.resolve("mkv-host.json")).exists();
      try (var all = Files.walk(root)) {
        blobs +=
            all.filter(Files::isRegularFile)
                .filter(file -> root.relativize(file).getNameCount() == 3)
                .filter(file -> !root.relativize(file).startsWith(".mkv"))
                .filter(file -> !file.toString().endsWith(".key"))
                .count();
      }
    }
    assertThat(blobs).isGreaterThanOrEqualTo(2);
  }

  @Test
  void takenPortStopsWhatHadStarted() throws Exception {
    int port = FreePorts.row(HOSTS + 2);
    try (ServerSocket _ = new ServerSocket(port + 2, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(port, false))
          .isInstanceOf(AtollException.class)
          .hasMessageContaining("" + (port + 2));
    }
    assertThat(isFree(port + 1)).isTrue();
    start(port, false).close();
  }

  @Test
  void moreReplicasThanHostsAreRefused() {
    assertThatThrownBy(() -> LocalStore.Settings.inARow("127.0.0.1", 3000, 2, 3, folder, false))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("3 replicas");
  }

  @Test
  void portOfHealthMustNotBeAHosts() {
    assertThatThrownBy(() -> new LocalStore.Settings("127.0.0.1", 3000, 3002, 3, 3, folder, false))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("3002")
        .hasMessageContaining("3000 to 3003");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException taken) {
      return false;
    }
  }
}
