package atoll.mkv.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.server.AccessLog;
import atoll.kit.count.PrometheusText;
import atoll.kit.count.Registry;
import atoll.kit.event.Events;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.gateway.Gateway;
import atoll.sim.net.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that is told to stop while many clients are in the middle of their values.
class DrainTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int CLIENTS = 200;
  private static final int HOSTS = 3;
  private static final int SMALL = 1_000;

  /// More than is held in memory, and its half more than a piece, so that hosts have it begun.
  private static final int LARGE = 140_000;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MKV_LIMITS_WHOLE_OBJECT_BYTES", "4KiB",
          // However busy the machine is, no host is given up.
          "MKV_LIMITS_HOST_CONNECT_TIMEOUT", "60s",
          "MKV_LIMITS_HOST_RESPONSE_TIMEOUT", "60s",
          "MKV_LIMITS_HOST_IDLE_TIMEOUT", "60s",
          "MKV_HEALTH_FALL", "1000",
          "MKV_SERVER_DRAIN_TIMEOUT", "60s");

  private static final Executor THREADS = work -> Thread.ofVirtual().name("client").start(work);

  private final RealClock clock = new RealClock();
  private final RealRunner runner = new RealRunner(Events.NONE);
  private final int port = FreePorts.row(HOSTS + 2);
  private Registry registry = new Registry();

  @TempDir Path folder;

  @AfterEach
  void close() {
    runner.close();
  }

  private LocalStore start() throws IOException {
    registry = new Registry();
    return LocalStore.start(
        LocalStore.Settings.inARow("127.0.0.1", port, HOSTS, HOSTS, folder.toRealPath(), false),
        ENVIRONMENT,
        new Gateway.Seams(clock, new RealRandomness(), runner, Events.NONE, AccessLog.NONE),
        registry);
  }

  /// A client that has sent half of its value.
  private final class Client implements AutoCloseable {

    private final int number;
    private final byte[] value;
    private final Socket socket;

    Client(int number) throws IOException {
      this.number = number;
      this.value = new byte[isSmall(number) ? SMALL : LARGE];
      Arrays.fill(value, (byte) ('a' + number % 26));
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(60_000);
      String head =
          "PUT /value/" + number + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + value.length;
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(US_ASCII));
      send(0, value.length / 2);
    }

    private void send(int from, int to) throws IOException {
      socket.getOutputStream().write(value, from, to - from);
      socket.getOutputStream().flush();
    }

    /// The answer, to the end of the connection.
    String finish() {
      try {
        send(value.length / 2, value.length);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(answer);
        return answer.toString(US_ASCII);
      } catch (IOException broken) {
        throw new UncheckedIOException("client " + number, broken);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    Awaitility.await(what).atMost(PATIENCE).until(condition::getAsBoolean);
  }

  private static boolean isSmall(int number) {
    return number % 10 == 0;
  }

  /// What hosts have of values that are not whole yet.
  private long uploads() {
    long count = 0;
    for (int host = 1; host <= HOSTS; host++) {
      try (Stream<Path> files = Files.list(folder.resolve("v" + host + "/.mkv/uploads"))) {
        count += files.count();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return count;
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void everyValueUnderWayIsAcknowledgedAndFoundAgain() throws Exception {
    List<Client> clients = new ArrayList<>();
    try (LocalStore store = start()) {
      for (int number = 0; number < CLIENTS; number++) {
        clients.add(new Client(number));
      }
      await(
          "all requests",
          () -> PrometheusText.print(registry).contains("\nmkv_http_inflight " + CLIENTS + "\n"));
      long large = IntStream.range(0, CLIENTS).filter(number -> !isSmall(number)).count();
      await("an upload of each large value to each host", () -> uploads() == large * HOSTS);

      CompletableFuture<Boolean> whole = CompletableFuture.supplyAsync(store::drain);
      await("the closed door", () -> !accepts());
      assertThat(whole).isNotDone();

      List<CompletableFuture<String>> answers =
          clients.stream()
              .map(each -> CompletableFuture.supplyAsync(each::finish, THREADS))
              .toList();
      for (CompletableFuture<String> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS))
            .startsWith("HTTP/1.1 201 ")
            .containsIgnoringCase("\r\nConnection: close\r\n");
      }
      assertThat(whole.get(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      for (Client each : clients) {
        each.close();
      }
    }
    try (LocalStore _ = start();
        HttpClient reader =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      for (Client each : clients) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/value/" + each.number))
                .timeout(Duration.ofSeconds(60))
                .build();
        assertThat(reader.send(request, HttpResponse.BodyHandlers.ofByteArray()).body())
            .isEqualTo(each.value);
      }
    }
  }
}
