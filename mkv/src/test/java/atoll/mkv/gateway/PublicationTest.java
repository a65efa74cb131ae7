package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A host that knows no more than stock nginx breaks at each step of a PUT and of a DELETE: a
/// sidecar never stands without a whole blob, what was acknowledged is there, and nothing of what
/// was not stays behind.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class PublicationTest {

  private static final int SMALL = 40;
  private static final int STREAMED = 40_000;

  private static final String SETTINGS =
      """
      [placement]
      replicas = 1
      write_quorum = 1
      [server]
      read_mode = "proxy"
      [health]
      fall = 1000
      [limits]
      whole_object_bytes = "1KiB"
      grace = "0s"
      host_response_timeout = "1s"
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(BreakingHost.How.class)
  void breaksAtEachStepOfAPut(BreakingHost.How how) throws Exception {
    try (BreakingHost host = new BreakingHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      int refused = 0;
      for (int size : new int[] {SMALL, STREAMED}) {
        // One more than there are, to see that these were all.
        for (int step = 0; step <= 3; step++) {
          // A sidecar says itself that it is whole.
          if (how == BreakingHost.How.HALF && step > 0) {
            continue;
          }
          String key = "/" + how + "/" + size + "/" + step;
          String value = "x".repeat(size);
          host.breakAt(step, how);
          int status = store.put(key, value).statusCode();
          if (status == 201) {
            assertThat(store.ask("GET", key).body()).as(key).isEqualTo(value);
            assertThat(store.ask("DELETE", key).statusCode()).isEqualTo(204);
          } else {
            assertThat(status).as(key).isEqualTo(503);
            assertThat(store.ask("GET", key).statusCode()).isEqualTo(404);
            refused++;
          }
          store.awaitNoChore();
          Store.await("nothing stays of " + key, () -> host.count() == 0);
          host.breakAt(-1, how);
        }
      }
      assertThat(refused).as("refused").isPositive();
      assertThat(host.orphans()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = BreakingHost.How.class,
      names = {"BEFORE", "AFTER", "REFUSED"})
  void breaksAtEachStepOfADelete(BreakingHost.How how) throws Exception {
    try (BreakingHost host = new BreakingHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      for (int step = 0; step < 2; step++) {
        String key = "/" + how + "/" + step;
        assertThat(store.put(key, "x").statusCode()).isEqualTo(201);
        host.breakAt(step, how);
        assertThat(store.ask("DELETE", key).statusCode()).isEqualTo(204);
        assertThat(host.hasBroken()).isTrue();
        assertThat(store.ask("GET", key).statusCode()).isEqualTo(404);
        Store.await("nothing stays of " + key, () -> host.count() == 0);
      }
      assertThat(host.orphans()).isEmpty();
    }
  }

  /// The model and stock nginx would not notice.
  @Test
  void tellsALostValueFromAHostThatFails() throws Exception {
    try (BreakingHost host = new BreakingHost();
        Store store = Store.over(folder, Map.of("v1", host.port()), SETTINGS)) {
      assertThat(store.put("/lost", "x").statusCode()).isEqualTo(201);
      host.forgetAll();
      assertThat(store.ask("GET", "/lost").statusCode()).isEqualTo(410);
      assertThat(store.ask("GET", "/lost").body()).contains("\"error\":\"lost\"");
      assertThat(store.ask("GET", "/never").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysThatTheDisksAreFull() throws Exception {
    try (ScriptedHost full = new ScriptedHost(ScriptedHost.answering(ScriptedHost.status(507, 0)));
        Store store = Store.over(folder, Map.of("v1", full.address().at().port()), SETTINGS)) {
      for (int size : new int[] {SMALL, STREAMED}) {
        var refused = store.put("/k", "x".repeat(size));
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.body()).contains("\"error\":\"no_space\"");
      }
    }
  }
}
