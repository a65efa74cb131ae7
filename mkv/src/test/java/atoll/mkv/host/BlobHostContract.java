package atoll.mkv.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.ByteBudget;
import atoll.http.client.BlockingResponse;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.http.client.ClientSettings;
import atoll.http.client.HttpClient;
import atoll.http.field.ByteRange;
import atoll.http.field.TraceParent;
import atoll.http.netty.EventLoops;
import atoll.http.netty.NettyClient;
import atoll.kit.Bytes;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.event.Events;
import atoll.kit.net.Endpoint;
import atoll.kit.real.RealClock;
import atoll.kit.real.RealDisk;
import atoll.kit.real.RealRandomness;
import atoll.kit.real.RealRunner;
import atoll.mkv.hosts.BlobReading;
import atoll.mkv.hosts.BlobUpload;
import atoll.mkv.hosts.Caller;
import atoll.mkv.hosts.HostAddress;
import atoll.mkv.hosts.HostCondition;
import atoll.mkv.hosts.HostFailure;
import atoll.mkv.hosts.HostHealth;
import atoll.mkv.hosts.HostResult;
import atoll.mkv.hosts.HostTimes;
import atoll.mkv.hosts.HttpBlobHosts;
import atoll.mkv.key.HostId;
import atoll.mkv.record.Sidecar;
import atoll.sim.net.FreePorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway asks of every blob host. A test class for each kind of host extends this.
abstract class BlobHostContract {

  static final HostId ID = new HostId("v1");
  static final Clock CLOCK = new RealClock();
  private static final int MEBIBYTE = 1 << 20;

  final RealDisk disk = new RealDisk(Events.NONE);
  final RealRunner runner = new RealRunner(Events.NONE);
  final EventLoops loops = EventLoops.start(2, EventLoops.Transport.BEST);
  final HttpClient client =
      NettyClient.start(loops, ClientSettings.of(new ByteBudget(16L << 20), CLOCK));

  @TempDir Path folder;
  Path root = Path.of("/");
  private HttpBlobHosts hosts =
      new HttpBlobHosts(
          client, new NoHealth(), CLOCK, new RealRandomness(), HostTimes.USUAL, Map.of());
  private final Endpoint reading = new Endpoint("127.0.0.1", FreePorts.one());
  private Endpoint at = new Endpoint("127.0.0.1", 1);

  /// Knows nothing of a host.
  private record NoHealth() implements HostHealth {
    @Override
    public HostCondition of(HostId host) {
      return HostCondition.UP;
    }

    @Override
    public void seen(HostId host, HostResult result) {}

    @Override
    public long freeBytes(HostId host) {
      return -1;
    }
  }

  /// Starts the host on a folder that has its identity.
  ///
  /// @param reading where clients that were redirected shall read
  abstract Endpoint start(Path of, Endpoint reading) throws IOException;

  abstract void stop();

  @BeforeEach
  void begin() throws IOException {
    root = folder.toRealPath().resolve("data");
    assertThat(HostIdentity.init(disk, root, ID)).isTrue();
    at = start(root, reading);
    hosts =
        new HttpBlobHosts(
            client,
            new NoHealth(),
            CLOCK,
            new RealRandomness(),
            HostTimes.USUAL,
            Map.of(ID, new HostAddress(ID, at, "", "http://" + at, "")));
  }

  @AfterEach
  void end() {
    stop();
    client.close();
    loops.close();
    runner.close();
  }

  /// An answer, read whole.
  record Answer(int status, String body, Map<String, String> fields) {
    String field(String name) {
      return fields.getOrDefault(name, "");
    }
  }

  Answer ask(String method, String path, ClientBody body, String... fields) {
    return ask(at, method, path, body, fields);
  }

  private Answer ask(Endpoint door, String method, String path, ClientBody body, String... fields) {
    ClientRequest request = ClientRequest.of(door, method, path, body);
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    try (BlockingResponse response = client.send(request, soon())) {
      Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response.headers().forEach(found::put);
      return new Answer(response.status(), response.body().readText(64 * MEBIBYTE), found);
    }
  }

  Answer get(String path, String... fields) {
    return ask("GET", path, ClientBody.NONE, fields);
  }

  Answer put(String path, String content, String... fields) {
    return ask("PUT", path, new ClientBody.Whole(Bytes.utf8(content)), fields);
  }

  Answer delete(String path) {
    return ask("DELETE", path, ClientBody.NONE);
  }

  static Deadline soon() {
    return Deadline.after(CLOCK, Duration.ofSeconds(30));
  }

  private static Caller caller() {
    return new Caller("r1", TraceParent.begin(new RealRandomness()));
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private String read(Sidecar sidecar, Optional<ByteRange> range) throws Exception {
    return switch (soon(hosts.read(ID, sidecar.blobName(), range, caller()))) {
      case BlobReading.Begun(var response) -> {
        try (BlockingResponse whole = new BlockingResponse(response)) {
          yield whole.body().readText(64 * MEBIBYTE);
        }
      }
      case BlobReading.Failed(HostFailure why) -> why.toString();
    };
  }

  @Test
  void storedBlobIsReadWholeAndInPartsAndHasItsSidecarBesideIt() throws Exception {
    storeAndRead();
  }

  final void storeAndRead() throws Exception {
    Sidecar sidecar = Given.sidecar("/hello", 9, Given.bytes("hello world"));
    assertThat(soon(hosts.store(ID, sidecar, Bytes.utf8("hello world"), caller())))
        .isEqualTo(HostResult.done());

    assertThat(read(sidecar, Optional.empty())).isEqualTo("hello world");
    assertThat(read(sidecar, Optional.of(new ByteRange(6, 5)))).isEqualTo("world");
    assertThat(get(sidecar.blobName().sidecarPath()).body()).isEqualTo(sidecar.encode().toUtf8());
    assertThat(Files.readString(root.resolve(sidecar.blobName().path().substring(1))))
        .isEqualTo("hello world");
  }

  @Test
  void removedBlobIsGoneWithItsSidecarAndRemovingItAgainIsFine() throws Exception {
    Sidecar sidecar = Given.sidecar("/hello", 9, Given.bytes("x"));
    soon(hosts.store(ID, sidecar, Bytes.utf8("x"), caller()));
    for (int i = 0; i < 2; i++) {
      assertThat(soon(hosts.remove(ID, sidecar.blobName(), caller()))).isEqualTo(HostResult.done());
      assertThat(get(sidecar.blobName().path()).status()).isEqualTo(404);
      assertThat(get(sidecar.blobName().sidecarPath()).status()).isEqualTo(404);
    }
  }

  @Test
  void absentBlobIsNotFound() throws Exception {
    Sidecar sidecar = Given.sidecar("/none", 9, Given.bytes("x"));
    assertThat(read(sidecar, Optional.empty())).isEqualTo(new HostFailure.NotFound().toString());
    assertThat(delete(sidecar.blobName().path()).status()).isEqualTo(404);
  }

  @Test
  void largeBlobIsStreamedWithAndWithoutAKnownLength() throws Exception {
    byte[] content = new byte[5 * MEBIBYTE + 123];
    new Random(7).nextBytes(content);
    for (long length : new long[] {content.length, -1}) {
      Sidecar sidecar = Given.sidecar("/large", 10 + Math.max(0, length), content);
      try (BlobUpload upload = hosts.upload(ID, sidecar.blobName(), length, caller())) {
        for (int at = 0; at < content.length; at += 100_000) {
          ByteBuffer piece = ByteBuffer.wrap(content, at, Math.min(100_000, content.length - at));
          assertThat(upload.write(piece)).isEmpty();
        }
        assertThat(upload.finish()).isEqualTo(HostResult.done());
      }
      assertThat(Files.readAllBytes(root.resolve(sidecar.blobName().path().substring(1))))
          .isEqualTo(content);
    }
  }

  @Test
  void uploadThatBreaksOffLeavesNothing() throws Exception {
    breakOff();
  }

  final void breakOff() throws Exception {
    Sidecar sidecar = Given.sidecar("/broken", 11, Given.bytes("x"));
    try (BlobUpload upload = hosts.upload(ID, sidecar.blobName(), 1000, caller())) {
      assertThat(upload.write(ByteBuffer.wrap(new byte[500]))).isEmpty();
    }
    // The connection has gone: what follows is answered on another.
    assertThat(put("/aa/bb/after", "x").status()).isEqualTo(201);
    assertThat(get(sidecar.blobName().path()).status()).isEqualTo(404);
    assertThat(Files.exists(root.resolve(sidecar.blobName().path().substring(1)))).isFalse();
  }

  @Test
  void newFileIsCreatedAndAnOldOneReplaced() {
    assertThat(put("/aa/bb/n", "one").status()).isEqualTo(201);
    assertThat(put("/aa/bb/n", "two").status()).isEqualTo(204);
    assertThat(get("/aa/bb/n").body()).isEqualTo("two");
    assertThat(put("/aa/bb/n", "").status()).isEqualTo(204);
    assertThat(get("/aa/bb/n").body()).isEmpty();
  }

  /// The door of clients that were redirected.
  @Test
  void doorForReadingGivesFilesAndTakesAndListsNothing() {
    put("/aa/bb/n", "0123456789");
    ClientBody.Whole other = new ClientBody.Whole(Bytes.utf8("other"));
    assertThat(ask(reading, "GET", "/aa/bb/n", ClientBody.NONE).body()).isEqualTo("0123456789");
    assertThat(ask(reading, "GET", "/aa/bb/n", ClientBody.NONE, "Range", "bytes=2-4").body())
        .isEqualTo("234");
    assertThat(ask(reading, "HEAD", "/aa/bb/n", ClientBody.NONE).field("Content-Length"))
        .isEqualTo("10");
    for (String path : List.of("/aa/bb/n", "/aa/bb/new", "/mkv-host.json", "/aa/bb/", "/")) {
      assertThat(ask(reading, "PUT", path, other).status()).as(path).isIn(403, 404, 405);
      assertThat(ask(reading, "DELETE", path, ClientBody.NONE).status())
          .as(path)
          .isIn(403, 404, 405);
    }
    for (String path : List.of("/", "/aa/", "/aa/bb/", "/mkv-host.json", "/.mkv/lock")) {
      assertThat(ask(reading, "GET", path, ClientBody.NONE).status()).as(path).isEqualTo(404);
    }
    assertThat(get("/aa/bb/n").body()).isEqualTo("0123456789");
    assertThat(get("/aa/bb/new").status()).isEqualTo(404);
  }

  @Test
  void headTellsTheLengthOfWhatGetGives() {
    put("/aa/bb/n", "0123456789");
    Answer head = ask("HEAD", "/aa/bb/n", ClientBody.NONE);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.field("Content-Length")).isEqualTo("10");
    assertThat(head.body()).isEmpty();
    assertThat(head.field("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(head.field("ETag")).isEqualTo(get("/aa/bb/n").field("ETag")).isNotEmpty();
  }

  @Test
  void rangesAreAnswered() {
    put("/aa/bb/n", "0123456789");
    Answer middle = get("/aa/bb/n", "Range", "bytes=2-5");
    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo("2345");
    assertThat(middle.field("Content-Range")).isEqualTo("bytes 2-5/10");
    assertThat(get("/aa/bb/n", "Range", "bytes=-3").body()).isEqualTo("789");
    assertThat(get("/aa/bb/n", "Range", "bytes=7-").body()).isEqualTo("789");
    Answer beyond = get("/aa/bb/n", "Range", "bytes=10-");
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.field("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void clientThatHasItAlreadyIsToldSo() {
    put("/aa/bb/n", "0123456789");
    String tag = get("/aa/bb/n").field("ETag");
    assertThat(get("/aa/bb/n", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(get("/aa/bb/n", "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void foldersAreListedWithoutWhatIsHidden() {
    put("/aa/bb/n2", "two");
    put("/aa/bb/n1", "one1");
    assertThat(get("/aa/bb/").body().replaceAll("\\s|\"mtime\":\"[^\"]*\",?", ""))
        .isEqualTo(
            "[{\"name\":\"n1\",\"type\":\"file\",\"size\":4},"
                + "{\"name\":\"n2\",\"type\":\"file\",\"size\":3}]");
    assertThat(get("/").body().replaceAll("\\s|,?\"mtime\":\"[^\"]*\",?", "@"))
        .contains("\"aa\"")
        .contains("\"mkv-host.json\"")
        .doesNotContain(".mkv");
    assertThat(get("/aa").status()).isEqualTo(301);
    assertThat(get("/cc/").status()).isEqualTo(404);
  }

  @Test
  void hostSaysWhoItIs() {
    Answer identity = get("/mkv-host.json");
    assertThat(identity.status()).isEqualTo(200);
    assertThat(identity.body()).contains("\"id\": \"v1\"");
  }

  @Test
  void identityCannotBeWrittenOrRemoved() {
    assertThat(put("/mkv-host.json", "{}").status()).isEqualTo(403);
    assertThat(delete("/mkv-host.json").status()).isEqualTo(403);
    assertThat(get("/mkv-host.json").body()).contains("v1");
  }

  @Test
  void foldersCannotBeRemoved() {
    put("/aa/bb/n", "x");
    for (String path : new String[] {"/", "/aa/", "/aa/bb/", "/aa", "/aa/bb", "/.mkv/"}) {
      assertThat(delete(path).status()).as(path).isIn(403, 404, 409);
    }
    assertThat(get("/aa/bb/n").body()).isEqualTo("x");
    assertThat(put("/aa/bb/m", "y").status()).isEqualTo(201);
  }

  @Test
  void nothingIsWrittenWhereNoBlobBelongs() throws IOException {
    Files.writeString(folder.resolve("outside"), "safe");
    for (String path :
        new String[] {
          "/x",
          "/aa/x",
          "/aa/bb/cc/x",
          "/AA/bb/x",
          "/../outside",
          "/aa/../../outside",
          "/aa/bb/../../../outside",
          "/aa/bb/%2e%2e",
          "/aa/bb/..%2f..%2f..%2foutside",
          "/aa/bb/.hidden",
          "/.mkv/x",
          "/.mkv/changes/x",
          "/.mkv/nginx/body/x",
          "/aa/bb/"
        }) {
      assertThat(put(path, "bad").status()).as("PUT " + path).isIn(400, 403, 404, 409);
      assertThat(delete(path).status()).as("DELETE " + path).isIn(400, 403, 404, 409);
    }
    assertThat(Files.readString(folder.resolve("outside"))).isEqualTo("safe");
    try (var all = Files.walk(root)) {
      assertThat(all.filter(Files::isRegularFile).filter(this::holdsBad)).isEmpty();
    }
  }

  private boolean holdsBad(Path file) {
    try {
      return Files.size(file) == 3 && Files.readString(file, UTF_8).equals("bad");
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void nothingIsReadFromOutsideTheRoot() throws IOException {
    Files.writeString(folder.resolve("outside"), "secret");
    put("/aa/bb/n", "x");
    Files.createSymbolicLink(root.resolve("aa/bb/link"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("aa/cc"), folder);
    for (String path :
        new String[] {
          "/../outside",
          "/aa/bb/../../../outside",
          "/aa/bb/%2e%2e/%2e%2e/%2e%2e/outside",
          "/aa/bb/link",
          "/aa/cc/outside",
          "/.mkv/lock"
        }) {
      Answer answer = get(path);
      assertThat(answer.status()).as(path).isIn(400, 403, 404);
      assertThat(answer.body()).doesNotContain("secret");
    }
  }

  @Test
  void otherMethodsAreNotAllowed() {
    put("/aa/bb/n", "x");
    for (String method : new String[] {"POST", "MKCOL", "MOVE", "COPY", "PROPFIND"}) {
      assertThat(ask(method, "/aa/bb/n", ClientBody.NONE, "Destination", "/aa/bb/m").status())
          .as(method)
          .isIn(403, 405);
    }
    assertThat(get("/aa/bb/m").status()).isEqualTo(404);
  }

  @Test
  void partOfAFileIsNotWritten() {
    put("/aa/bb/n", "0123456789");
    assertThat(put("/aa/bb/n", "xx", "Content-Range", "bytes 2-3/10").status()).isEqualTo(501);
    assertThat(get("/aa/bb/n").body()).isEqualTo("0123456789");
  }

  @Test
  void dateOfAPutIsTheTimeOfTheFile() {
    put("/aa/bb/n", "x", "Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(get("/aa/bb/n").field("Last-Modified")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void manyUploadsOfOneFileLeaveOneOfThemWhole() throws Exception {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String content = ("" + (char) ('a' + i)).repeat(50_000 + i);
      CompletableFuture<Integer> one = new CompletableFuture<>();
      all.add(one);
      runner.submit("put", () -> one.complete(put("/aa/bb/n", content).status()));
    }
    for (CompletableFuture<Integer> each : all) {
      assertThat(soon(each)).isIn(201, 204);
    }
    String found = get("/aa/bb/n").body();
    assertThat(found).hasSize(50_000 + found.charAt(0) - 'a');
    assertThat(found.chars().distinct().count()).isEqualTo(1);
  }
}
