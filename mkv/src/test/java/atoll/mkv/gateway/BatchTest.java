package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Batches over three nginx hosts.
@SuppressWarnings("NullAway.Init") // JUnit starts the store before anything else.
class BatchTest {

  @TempDir static Path folder;

  private static Store store;

  @BeforeAll
  static void start() throws Exception {
    store = new Store(folder, 3, "");
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
  }

  private static HttpResponse<String> batch(String path, String lines) throws Exception {
    return store.send(store.request("POST", path, HttpRequest.BodyPublishers.ofString(lines)));
  }

  @Test
  void answersEachLineAndSumsUp() throws Exception {
    for (String key : new String[] {"/gone", "/hidden", "/kept"}) {
      var _ = store.put(key, "hello", "Content-Type", "text/plain", "X-Mkv-Meta-Note", "a \"b\"");
    }
    var _ = store.ask("UNLINK", "/hidden");
    HttpResponse<String> answer =
        batch(
            "/?batch",
            """
            {"op":"delete","key":"/gone"}
            {"op":"head","key":"/gone"}
            {"op":"relink","key":"/hidden"}
            {"op":"head","key64":"L2tlcHQ"}
            {"op":"unlink","key":"/absent"}
            nonsense
            """);
    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(answer.body().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line).isEqualTo("{\"op\":\"delete\",\"key\":\"/gone\",\"status\":204}"),
            line ->
                assertThat(line)
                    .startsWith("{\"op\":\"head\",\"key\":\"/gone\",\"status\":404")
                    .contains("\"error\":\"absent\""),
            line ->
                assertThat(line)
                    .isEqualTo("{\"op\":\"relink\",\"key\":\"/hidden\",\"status\":204}"),
            line ->
                assertThat(line)
                    .startsWith("{\"op\":\"head\",\"key64\":\"L2tlcHQ\",\"status\":200,\"size\":5")
                    .contains("\"type\":\"text/plain\"")
                    .contains("\"copies\":3")
                    .contains("\"meta\":{\"note\":\"a \\\"b\\\"\"}"),
            line -> assertThat(line).contains("\"key\":\"/absent\",\"status\":404"),
            line -> assertThat(line).startsWith("{\"status\":400,\"error\":\"bad_request\""),
            line -> assertThat(line).isEqualTo("{\"items\":6,\"done\":3,\"failed\":3}"));
    assertThat(store.ask("GET", "/gone").statusCode()).isEqualTo(404);
    assertThat(store.follow("/hidden").body()).isEqualTo("hello");
  }

  @Test
  void doesManyThings() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int number = 0; number < 100; number++) {
      assertThat(store.put("/many/" + number, "x").statusCode()).isEqualTo(201);
      lines.append("{\"op\":\"delete\",\"key\":\"/many/").append(number).append("\"}\n");
    }
    assertThat(batch("/?batch", lines.toString()).body())
        .endsWith("{\"items\":100,\"done\":100,\"failed\":0}\n");
    assertThat(store.ask("GET", "/many/?list").body()).contains("\"keys\":[]");
  }

  @Test
  void hasBounds() throws Exception {
    assertThat(batch("/?batch", "x\n".repeat(1_001)).statusCode()).isEqualTo(400);
    assertThat(batch("/?batch", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(batch("/k?batch", "").statusCode()).isEqualTo(400);
    assertThat(batch("/?batch", "").body()).isEqualTo("{\"items\":0,\"done\":0,\"failed\":0}\n");
  }
}
