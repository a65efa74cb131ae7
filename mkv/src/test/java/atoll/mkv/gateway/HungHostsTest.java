package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway over three nginx hosts of which one takes connections and says nothing.
@SuppressWarnings("NullAway.Init") // JUnit starts the store before each test.
class HungHostsTest {

  private static final String SETTINGS =
      """
      [placement]
      replicas = 3
      write_quorum = 2
      [server]
      overwrite = "replace"
      [health]
      interval = "100ms"
      timeout = "3s"
      [limits]
      whole_object_bytes = "4KiB"
      host_connect_timeout = "3s"
      host_response_timeout = "3s"
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

  /// It stores what it was sent once it goes on, after everybody has given it up.
  @Test
  void leavesNothingOfAWriteWhoseHostStoodStill() throws Exception {
    store.hosts.get(0).kill();
    store.hosts.get(1).kill();
    store.hosts.get(2).signal("STOP");
    assertThat(store.put("/late", "x").statusCode()).isEqualTo(503);
    store.hosts.get(2).signal("CONT");
    store.hosts.get(0).restart();
    store.hosts.get(1).restart();
    Store.await(
        "no chore is left",
        () -> store.admin("GET", "/admin/chores").body().contains("\"removals\":0"));
    assertThat(store.files()).isZero();
    assertThat(store.ask("GET", "/late").statusCode()).isEqualTo(404);
  }

  /// With the model a PUT to a host that stands still never ends and locks its key.
  @Test
  void doesNotWaitForAHostThatStandsStill() throws Exception {
    store.hosts.get(0).signal("STOP");
    long begin = System.nanoTime();
    assertThat(store.put("/small", "x").statusCode()).isEqualTo(201);
    byte[] large = new byte[8_000_000];
    HttpRequest put = store.request("PUT", "/large", HttpRequest.BodyPublishers.ofByteArray(large));
    assertThat(store.send(put).statusCode()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
    Store.await(
        "the host is down",
        () -> store.admin("GET", "/admin/hosts").body().contains("\"condition\":\"down"));
    for (int round = 0; round < 10; round++) {
      assertThat(store.follow("/small").body()).isEqualTo("x");
    }
    assertThat(store.put("/small", "again").statusCode()).isEqualTo(201);
    store.hosts.get(0).signal("CONT");
    Store.await(
        "every copy was made",
        () -> store.admin("GET", "/admin/chores").body().contains("\"repairs\":0"));
  }
}
