package atoll.mkv.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway over three nginx hosts of which some are not well. A host that is dead refuses
/// connections at once, so times are long: a slow machine is no dead host.
@SuppressWarnings("NullAway.Init") // JUnit starts the store before each test.
class FailingHostsTest {

  private static final String SETTINGS =
      """
      [placement]
      replicas = 3
      write_quorum = 2
      [server]
      read_mode_by_request = true
      overwrite = "replace"
      [health]
      interval = "100ms"
      timeout = "20s"
      [limits]
      whole_object_bytes = "4KiB"
      host_connect_timeout = "20s"
      host_response_timeout = "4s"
      list_rate = 1000
      list_burst = 5
      grace = "4s"
      """;

  @TempDir Path folder;

  private Store store;

  @BeforeEach
  void start() throws Exception {
    store = new Store(folder, 3, SETTINGS);
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
  }

  private String hosts() throws Exception {
    return store.admin("GET", "/admin/hosts").body();
  }

  private void awaitCondition(String id, String condition) throws Exception {
    Store.await(
        id + " is " + condition,
        () ->
            hosts().matches("(?s).*\"id\":\"" + id + "\"[^}]*\"condition\":\"" + condition + ".*"));
  }

  @Test
  void readsAndWritesWithoutAHostThatDiedAndMendsItWhenItIsBack() throws Exception {
    for (int number = 0; number < 20; number++) {
      assertThat(store.put("/before/" + number, "value " + number).statusCode()).isEqualTo(201);
    }
    store.hosts.get(0).kill();
    for (int number = 0; number < 20; number++) {
      assertThat(store.put("/during/" + number, "value " + number).statusCode()).isEqualTo(201);
    }
    awaitCondition("v1", "down");
    for (int number = 0; number < 20; number++) {
      assertThat(store.follow("/before/" + number).body()).isEqualTo("value " + number);
      assertThat(store.follow("/during/" + number).body()).isEqualTo("value " + number);
    }
    assertThat(store.admin("GET", "/readyz").statusCode()).isEqualTo(200);
    assertThat(store.ask("GET", "/?underreplicated").body()).contains("/during/0");
    store.hosts.get(0).restart();
    Store.await(
        "every copy was made",
        () -> store.admin("GET", "/admin/chores").body().contains("\"repairs\":0"));
    assertThat(store.files()).isEqualTo(40 * 3 * 2);
    assertThat(store.ask("GET", "/?underreplicated").body()).contains("\"keys\":[]");
    for (int number = 0; number < 20; number++) {
      HttpResponse<String> found = store.ask("GET", "/during/" + number);
      assertThat(found.headers().firstValue("Key-Volumes").orElse("")).contains("v1");
    }
  }

  /// The model answered 500 and left copies that its rebuild brought to life. Nobody probes here,
  /// so that the gateway finds out by its write that two hosts are dead.
  @Test
  void leavesNothingOfAWriteThatFoundNoQuorum() throws Exception {
    store.close();
    Path other = Files.createDirectory(folder.resolve("unwatched"));
    store = new Store(other, 3, SETTINGS.replace("interval = \"100ms\"", "interval = \"1h\""));
    store.hosts.get(0).kill();
    store.hosts.get(1).kill();
    HttpResponse<String> refused = store.put("/few", "x");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(store.admin("GET", "/metrics").body())
        .as("a copy was written")
        .contains("mkv_volume_requests_total{volume=\"v3\",op=\"store\",outcome=\"done\"} 1");
    assertThat(store.ask("GET", "/few").statusCode()).isEqualTo(404);
    Store.await("the copy that was written is gone", () -> store.files() == 0);
    store.awaitNoChore();
    store.hosts.get(0).restart();
    store.hosts.get(1).restart();
    assertThat(store.put("/few", "y").statusCode()).isEqualTo(201);
    assertThat(store.follow("/few").body()).isEqualTo("y");
    assertThat(store.files()).isEqualTo(6);
  }

  @Test
  void isReadyWhileEnoughHostsAreUp() throws Exception {
    assertThat(store.admin("GET", "/readyz").statusCode()).isEqualTo(200);
    store.hosts.get(0).kill();
    store.hosts.get(1).kill();
    awaitCondition("v1", "down");
    awaitCondition("v2", "down");
    assertThat(store.admin("GET", "/readyz").statusCode()).isEqualTo(503);
    assertThat(store.put("/k", "x").statusCode()).isEqualTo(503);
    assertThat(store.files()).isZero();
    store.hosts.get(0).restart();
    store.hosts.get(1).restart();
    Store.await("it is ready", () -> store.admin("GET", "/readyz").statusCode() == 200);
    assertThat(store.put("/k", "x").statusCode()).isEqualTo(201);
  }

  @Test
  void removesACopyOfADeletedKeyOnceItsHostIsBack() throws Exception {
    var _ = store.put("/doomed", "x");
    store.hosts.get(0).kill();
    assertThat(store.ask("DELETE", "/doomed").statusCode()).isEqualTo(204);
    assertThat(store.ask("GET", "/doomed").statusCode()).isEqualTo(404);
    assertThat(store.hosts.get(0).files()).isEqualTo(2);
    // Whoever makes the index anew now must not bring it back.
    for (Nginx cleared : store.hosts.subList(1, 3)) {
      assertThat(cleared.files()).isEqualTo(1);
      assertThat(cleared.sidecar()).contains("\nstate: tombstone\n");
    }
    store.restart();
    assertThat(store.ask("GET", "/doomed").statusCode()).isEqualTo(404);
    store.hosts.get(0).restart();
    Store.await("its copy is gone", () -> store.files() == 0);
  }

  @Test
  void noticesThatTwoDisksWereSwappedOrAreNotThere() throws Exception {
    Path identity = store.hosts.get(0).root.resolve("mkv-host.json");
    String own = Files.readString(identity);
    Files.writeString(identity, own.replace("v1", "v2"));
    awaitCondition("v1", "down");
    assertThat(store.put("/k", "x").statusCode()).isEqualTo(201);
    assertThat(store.hosts.get(0).files()).isZero();
    Files.writeString(identity, own);
    awaitCondition("v1", "up");
    Files.delete(identity);
    awaitCondition("v1", "down");
    Files.writeString(identity, own);
    awaitCondition("v1", "up");
  }

  @Test
  void goesOnWithAnotherHostWhereOneBreaksOff() throws Exception {
    byte[] large = new byte[200_000];
    HttpRequest put = store.request("PUT", "/torn", HttpRequest.BodyPublishers.ofByteArray(large));
    assertThat(store.send(put).statusCode()).isEqualTo(201);
    // One copy ends too early, which its host cannot know.
    try (var files = Files.walk(store.hosts.get(0).root)) {
      Path blob =
          files.filter(f -> f.toString().matches(".*-[0-9a-f]{16}")).findFirst().orElseThrow();
      Files.write(blob, new byte[50_000]);
    }
    for (int round = 0; round < 12; round++) {
      HttpResponse<byte[]> found =
          store.client.send(
              store.request(
                  "GET", "/torn", HttpRequest.BodyPublishers.noBody(), "X-Mkv-Read-Mode", "proxy"),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(found.body()).isEqualTo(large);
    }
  }

  @Test
  void replacesAValueAndRemovesTheOldCopies() throws Exception {
    assertThat(store.put("/v", "one").statusCode()).isEqualTo(201);
    assertThat(store.put("/v", "two").statusCode()).isEqualTo(201);
    assertThat(store.follow("/v").body()).isEqualTo("two");
    Store.await("old copies are gone", () -> store.files() == 6);
  }

  @Test
  void keepsUnlinkedKeysAsTheyAreOverARestart() throws Exception {
    var _ = store.put("/u", "x");
    assertThat(store.ask("UNLINK", "/u").statusCode()).isEqualTo(204);
    store.restart();
    assertThat(store.ask("GET", "/u").statusCode()).isEqualTo(404);
    assertThat(store.hosts.get(0).sidecar()).contains("state: unlinked");
    assertThat(store.ask("RELINK", "/u").statusCode()).isEqualTo(204);
    assertThat(store.follow("/u").body()).isEqualTo("x");
  }

  @Test
  void takesANewConfigurationWithoutANewStart() throws Exception {
    var _ = store.put("/k", "x");
    store.rewrite("read_mode_by_request = true", "read_mode = \"proxy\"");
    try (Socket kept = new Socket(InetAddress.getLoopbackAddress(), store.uri("/").getPort())) {
      assertThat(status(kept, "/k")).isEqualTo("HTTP/1.1 302 Found");
      assertThat(store.admin("POST", "/admin/reload").statusCode()).isEqualTo(200);
      assertThat(status(kept, "/none")).isEqualTo("HTTP/1.1 404 Not Found");
      assertThat(status(kept, "/k")).isEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(store.ask("GET", "/k").statusCode()).isEqualTo(200);
    store.rewrite("read_mode = \"proxy\"", "read_mode = \"nonsense\"");
    HttpResponse<String> refused = store.admin("POST", "/admin/reload");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("nonsense");
    assertThat(store.ask("GET", "/k").statusCode()).isEqualTo(200);
    assertThat(store.admin("GET", "/admin/reload").statusCode()).isEqualTo(405);
  }

  /// Asks on a connection that stays open; the first line of the answer.
  private static String status(Socket connection, String path) throws IOException {
    connection
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = connection.getInputStream().read();
      assertThat(next).as("the connection goes on after " + head).isNotNegative();
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n").matcher(head.toString());
    assertThat(length.find()).as(head.toString()).isTrue();
    connection.getInputStream().skipNBytes(Long.parseLong(length.group(1)));
    return head.substring(0, head.indexOf("\r"));
  }

  @Test
  void letsListingsThroughAtTheirRateAndOthersAlways() throws Exception {
    store.rewrite("list_rate = 1000", "list_rate = 0.01");
    assertThat(store.admin("POST", "/admin/reload").statusCode()).isEqualTo(200);
    for (int allowed = 0; allowed < 5; allowed++) {
      assertThat(store.ask("GET", "/?list").statusCode()).isEqualTo(200);
    }
    HttpResponse<String> refused = store.ask("GET", "/?list");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.headers().firstValue("RateLimit")).contains("\"list\";r=0");
    assertThat(store.ask("GET", "/none").statusCode()).isEqualTo(404);
    assertThat(List.of(201)).contains(store.put("/k", "x").statusCode());
  }
}
