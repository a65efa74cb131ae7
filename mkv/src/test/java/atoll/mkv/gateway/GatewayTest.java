package atoll.mkv.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway over three nginx hosts that are all well.
@SuppressWarnings("NullAway.Init") // JUnit starts the store before anything else.
class GatewayTest {

  private static final String SETTINGS =
      """
      [server]
      read_mode_by_request = true
      max_object_bytes = "4MiB"
      [limits]
      whole_object_bytes = "4KiB"
      list_rate = 1000
      list_burst = 1000
      grace = "0s"
      """;

  @TempDir static Path folder;

  private static Store store;

  @BeforeAll
  static void start() throws Exception {
    store = new Store(folder, 3, SETTINGS);
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void putsGetsAndDeletes() throws Exception {
    assertThat(store.put("/first", "onyou").statusCode()).isEqualTo(201);
    HttpResponse<String> found = store.ask("GET", "/first");
    assertThat(found.statusCode()).isEqualTo(302);
    assertThat(header(found, "Content-Length")).isEqualTo("0");
    assertThat(header(found, "Content-Md5")).hasSize(32);
    assertThat(header(found, "Key-Balance")).isEqualTo("balanced");
    assertThat(header(found, "Key-Volumes").split(",", -1))
        .containsExactlyInAnyOrder("v1", "v2", "v3");
    assertThat(header(found, "Cache-Control")).isEqualTo("no-store");
    assertThat(store.follow("/first").body()).isEqualTo("onyou");
    HttpResponse<String> range = store.follow("/first", "Range", "bytes=2-5");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo("you");
    assertThat(store.ask("DELETE", "/first").statusCode()).isEqualTo(204);
    assertThat(store.ask("GET", "/first").statusCode()).isEqualTo(404);
    assertThat(store.ask("DELETE", "/first").statusCode()).isEqualTo(404);
    assertThat(store.put("/first", "again").statusCode()).isEqualTo(201);
    assertThat(store.follow("/first").body()).isEqualTo("again");
  }

  @Test
  void answersHeadFromTheIndex() throws Exception {
    var _ = store.put("/head", "hello", "Content-Type", "text/x-test");
    HttpResponse<String> head = store.ask("HEAD", "/head");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("5");
    assertThat(header(head, "Content-Type")).isEqualTo("text/x-test");
    assertThat(header(head, "Content-Md5")).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(header(head, "ETag")).isEqualTo("\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"");
    HttpResponse<String> none = store.ask("HEAD", "/head-none");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(header(none, "Content-Length")).isEqualTo("0");
  }

  @Test
  void notesTheRingInItsIndex() throws Exception {
    String epoch = store.gateway().index().note("ring_epoch").orElseThrow();
    assertThat(store.admin("GET", "/admin/ring").body()).contains("\"epoch\":\"" + epoch + "\"");
  }

  @Test
  void keepsWhatAClientSaysOfItsValue() throws Exception {
    HttpResponse<String> stored =
        store.put("/meta", "x", "X-Mkv-Meta-Camera", "X 7", "X-Mkv-Meta-Year", "2026");
    assertThat(stored.statusCode()).isEqualTo(201);
    for (String method : List.of("GET", "HEAD")) {
      HttpResponse<String> found = store.ask(method, "/meta");
      assertThat(header(found, "X-Mkv-Meta-Year")).as(method).isEqualTo("2026");
      assertThat(found.headers().map()).containsKey("x-mkv-meta-camera");
    }
    assertThat(store.ask("GET", "/meta?list&detail=1").body())
        .contains("\"meta\":{\"camera\":\"X 7\",\"year\":\"2026\"}");
    URI sidecar = URI.create(header(store.ask("GET", "/meta"), "Location") + ".key");
    assertThat(store.send(HttpRequest.newBuilder(sidecar).build()).body())
        .contains("\nmeta-camera: X 7\nmeta-year: 2026\nsum: ");
    assertThat(store.put("/meta-no", "x", "X-Mkv-Meta-a_b", "x").statusCode()).isEqualTo(400);
  }

  @Test
  void refusesToOverwriteOrToStoreNothing() throws Exception {
    var _ = store.put("/once", "one");
    HttpResponse<String> second = store.put("/once", "two");
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.body()).contains("\"error\":\"exists\"").contains("\"request_id\":\"");
    assertThat(store.put("/empty", "").statusCode()).isEqualTo(411);
    HttpResponse<String> chunked =
        store.send(
            store.request(
                "PUT",
                "/empty",
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(""))));
    // The model took an empty body if it came in chunks.
    assertThat(chunked.statusCode()).isEqualTo(411);
    assertThat(store.ask("GET", "/empty").statusCode()).isEqualTo(404);
  }

  @Test
  void boundsHeadsAndValues() throws Exception {
    assertThat(store.ask("GET", "/x", "X-Large", "x".repeat(100_000)).statusCode()).isEqualTo(431);
    byte[] large = new byte[(4 << 20) + 1];
    for (HttpRequest.BodyPublisher body :
        List.of(
            HttpRequest.BodyPublishers.ofByteArray(large),
            HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofByteArray(large)))) {
      HttpResponse<String> refused = store.send(store.request("PUT", "/too-large", body));
      assertThat(refused.statusCode()).isEqualTo(413);
    }
    assertThat(store.ask("GET", "/too-large").statusCode()).isEqualTo(404);
  }

  /// The model lost, refused or could not rebuild keys like these.
  @Test
  void takesKeysOfAnyBytesAndLengths() throws Exception {
    List<String> paths =
        List.of(
            "/o%C3%A9",
            "/a%3F",
            "/" + "k".repeat(190),
            "/" + "k".repeat(4095),
            "/%FF%FE",
            "/a/../b",
            "//x",
            "/sp%20ace",
            "/%01");
    for (String path : paths) {
      assertThat(store.put(path, "value of " + path.length()).statusCode()).as(path).isEqualTo(201);
      assertThat(store.follow(path).body()).as(path).isEqualTo("value of " + path.length());
    }
    assertThat(store.put("/" + "k".repeat(4096), "x").statusCode()).isEqualTo(414);
    assertThat(store.put("/a%00", "x").statusCode()).isEqualTo(400);
    assertThat(store.put("/", "x").statusCode()).isEqualTo(400);
  }

  @Test
  void streamsLargeValuesWithAndWithoutALength() throws Exception {
    byte[] large = new byte[3_000_001];
    for (int at = 0; at < large.length; at++) {
      large[at] = (byte) (at * 31 + at / 1000);
    }
    HttpRequest known =
        store.request("PUT", "/large", HttpRequest.BodyPublishers.ofByteArray(large));
    assertThat(store.send(known).statusCode()).isEqualTo(201);
    HttpRequest unknown =
        store.request(
            "PUT",
            "/chunked",
            HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofByteArray(large)));
    assertThat(store.send(unknown).statusCode()).isEqualTo(201);
    for (String path : List.of("/large", "/chunked")) {
      HttpResponse<byte[]> proxied =
          store.client.send(
              store.request(
                  "GET", path, HttpRequest.BodyPublishers.noBody(), "X-Mkv-Read-Mode", "proxy"),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(proxied.statusCode()).isEqualTo(200);
      assertThat(proxied.body()).isEqualTo(large);
    }
  }

  @Test
  void proxiesWholeValuesAndRanges() throws Exception {
    var _ = store.put("/proxied", "0123456789", "Content-Type", "text/plain");
    HttpResponse<String> whole = store.ask("GET", "/proxied", "X-Mkv-Read-Mode", "proxy");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("0123456789");
    assertThat(header(whole, "Content-Type")).isEqualTo("text/plain");
    assertThat(header(whole, "Repr-Digest")).startsWith("sha-256=:");
    HttpResponse<String> part =
        store.ask("GET", "/proxied", "X-Mkv-Read-Mode", "proxy", "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
    HttpResponse<String> none =
        store.ask("GET", "/proxied", "X-Mkv-Read-Mode", "proxy", "Range", "bytes=10-");
    assertThat(none.statusCode()).isEqualTo(416);
    assertThat(header(none, "Content-Range")).isEqualTo("bytes */10");
    HttpResponse<String> same =
        store.ask("GET", "/proxied", "If-None-Match", header(whole, "ETag"));
    assertThat(same.statusCode()).isEqualTo(304);
    HttpResponse<String> accel = store.ask("GET", "/proxied", "X-Mkv-Read-Mode", "accel");
    assertThat(accel.statusCode()).isEqualTo(200);
    assertThat(header(accel, "X-Accel-Redirect"))
        .matches("/v[123]/../../[0-9a-f]{64}-[0-9a-f]{16}");
  }

  @Test
  void unlinksAndBringsBack() throws Exception {
    var _ = store.put("/linked", "still there");
    assertThat(store.ask("UNLINK", "/linked").statusCode()).isEqualTo(204);
    HttpResponse<String> hidden = store.ask("GET", "/linked");
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(header(hidden, "Content-Md5")).hasSize(32);
    assertThat(store.ask("UNLINK", "/linked").statusCode()).isEqualTo(404);
    assertThat(store.ask("GET", "/linked?unlinked").body()).contains("\"/linked\"");
    assertThat(store.ask("RELINK", "/linked").statusCode()).isEqualTo(204);
    assertThat(store.follow("/linked").body()).isEqualTo("still there");
    assertThat(store.ask("POST", "/linked?unlink").statusCode()).isEqualTo(204);
    assertThat(store.ask("POST", "/linked?relink").statusCode()).isEqualTo(204);
    assertThat(store.ask("RELINK", "/linked").statusCode()).isEqualTo(404);
  }

  @Test
  void listsAsTheModelDoesAndMore() throws Exception {
    for (String key : List.of("/l/a", "/l/b", "/l/d/1", "/l/d/2")) {
      var _ = store.put(key, "x");
    }
    assertThat(store.ask("GET", "/l/?list").body().strip())
        .isEqualTo("{\"next\":\"\",\"keys\":[\"/l/a\",\"/l/b\",\"/l/d/1\",\"/l/d/2\"]}");
    assertThat(store.ask("GET", "/l/?list&limit=2").body().strip())
        .isEqualTo("{\"next\":\"/l/d/1\",\"keys\":[\"/l/a\",\"/l/b\"]}");
    assertThat(store.ask("GET", "/l/?list&start=/l/d/2").body()).contains("[\"/l/d/2\"]");
    assertThat(store.ask("GET", "/l/?list&delimiter=/").body().strip())
        .isEqualTo("{\"next\":\"\",\"keys\":[\"/l/a\",\"/l/b\"],\"prefixes\":[\"/l/d/\"]}");
    assertThat(store.ask("GET", "/l/?list&start=/k").statusCode()).isEqualTo(400);
    assertThat(store.ask("GET", "/l/?list&limit=x").statusCode()).isEqualTo(400);
    assertThat(store.ask("GET", "/l/?nonsense").statusCode()).isEqualTo(400);
    assertThat(store.ask("GET", "/l/a?list&detail=1").body())
        .contains("\"size\":1")
        .contains("\"copies\":3");
    assertThat(store.ask("GET", "/l/?list&format=ndjson&limit=1").body())
        .isEqualTo("{\"key\":\"/l/a\"}\n{\"next\":\"/l/b\"}\n");
    assertThat(store.ask("GET", "/?writing").body()).contains("\"keys\":[");
  }

  @Test
  void checksWhatTheClientSaysOfTheBody() throws Exception {
    HttpResponse<String> wrong = store.put("/checked", "hello", "Content-MD5", "0".repeat(32));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("wrong_checksum");
    assertThat(store.ask("GET", "/checked").statusCode()).isEqualTo(404);
    assertThat(
            store.put("/checked", "hello", "Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==").statusCode())
        .isEqualTo(201);
    assertThat(store.put("/framed", "x", "Content-Encoding", "aws-chunked").statusCode())
        .isEqualTo(501);
  }

  @Test
  void changesOnlyWhatIsAsExpected() throws Exception {
    HttpResponse<String> created = store.put("/cas", "one", "If-None-Match", "*");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(store.put("/cas", "two", "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(store.put("/cas", "two", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
    assertThat(store.put("/cas", "two", "If-Match", header(created, "ETag")).statusCode())
        .isEqualTo(201);
    assertThat(store.follow("/cas").body()).isEqualTo("two");
    assertThat(store.ask("DELETE", "/cas", "If-Match", header(created, "ETag")).statusCode())
        .isEqualTo(412);
  }

  @Test
  void letsOneOfManyRacersWin() throws Exception {
    try (var racers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> races = new ArrayList<>();
      for (int number = 0; number < 50; number++) {
        String body = "racer " + number;
        races.add(() -> store.put("/race", body, "If-None-Match", "*").statusCode());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : racers.invokeAll(races)) {
        statuses.add(each.get());
      }
      assertThat(statuses).containsOnlyOnce(201).isSubsetOf(201, 409, 412);
    }
    assertThat(store.follow("/race").body()).startsWith("racer ");
  }

  @Test
  void answersWhatItDoesNotKnowWithWhatItKnows() throws Exception {
    HttpResponse<String> patch = store.ask("PATCH", "/x");
    assertThat(patch.statusCode()).isEqualTo(405);
    assertThat(header(patch, "Allow")).contains("UNLINK");
    assertThat(store.ask("POST", "/x").statusCode()).isEqualTo(400);
    HttpResponse<String> named = store.ask("GET", "/none", "X-Request-Id", "my-id.1");
    assertThat(header(named, "X-Request-Id")).isEqualTo("my-id.1");
    assertThat(named.body()).contains("\"request_id\":\"my-id.1\"");
    assertThat(header(store.ask("GET", "/none", "X-Request-Id", "bad id"), "X-Request-Id"))
        .isNotEmpty()
        .isNotEqualTo("bad id");
  }

  @Test
  void leavesNoFileOfADeletedKeyBehind() throws Exception {
    var _ = store.put("/gone", "x");
    HttpResponse<String> found = store.ask("GET", "/gone");
    String location = header(found, "Location");
    assertThat(store.ask("DELETE", "/gone").statusCode()).isEqualTo(204);
    assertThat(
            store
                .client
                .send(
                    HttpRequest.newBuilder(URI.create(location)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(404);
    Store.await(
        "no chore is left",
        () -> store.admin("GET", "/admin/chores").body().contains("\"removals\":0"));
  }

  @Test
  void showsItselfOnTheOtherPort() throws Exception {
    var _ = store.put("/metrics-key", "x");
    assertThat(store.admin("GET", "/healthz").body()).isEqualTo("ok\n");
    assertThat(store.admin("GET", "/readyz").statusCode()).isEqualTo(200);
    String page = store.admin("GET", "/metrics").body();
    for (String name :
        List.of(
            "mkv_http_requests_total",
            "mkv_http_request_duration_seconds_bucket",
            "mkv_http_inflight",
            "mkv_volume_requests_total",
            "mkv_volume_request_duration_seconds_count",
            "mkv_volume_up",
            "mkv_put_replicas_short_total",
            "mkv_index_commit_seconds_bucket",
            "mkv_index_commit_rows_bucket",
            "mkv_index_queue_depth",
            "mkv_repair_queue",
            "mkv_pending_deletes",
            "mkv_rate_limited_total")) {
      assertThat(page).as(name).contains("\n" + name);
    }
    assertThat(page).doesNotContain("metrics-key");
    assertThat(store.admin("GET", "/admin/ring").body()).contains("\"shares\":{\"v1\":0.333333");
    assertThat(store.admin("GET", "/admin/hosts").body()).contains("\"condition\":\"up\"");
    assertThat(store.admin("GET", "/other").statusCode()).isEqualTo(404);
  }
}
