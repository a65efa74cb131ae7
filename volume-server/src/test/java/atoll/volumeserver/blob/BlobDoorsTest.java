package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One server and its clients, over real sockets.
class BlobDoorsTest {

  private static final String FILE = "/3,01aabbccdd";

  @TempDir private Path data;
  private BlobFixture server;

  @BeforeEach
  void start() {
    server = new BlobFixture(data, new BlobFixture.Table()).volume(3, "000");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatWasWrittenIsReadAndDeleted() {
    TestClient.Answer written = server.put(FILE, "hello world");
    assertThat(written.status()).isEqualTo(201);
    assertThat(written.text())
        .isEqualTo(
            "{\"name\":\"3,01aabbccdd\",\"size\":11,\"eTag\":\"c99465aa\","
                + "\"mime\":\"application/octet-stream\"}");
    assertThat(written.header("etag")).isEqualTo("\"c99465aa\"");
    TestClient.Answer read = server.get(FILE);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.text()).isEqualTo("hello world");
    assertThat(read.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(read.header("server")).isEqualTo("SeaweedFS Volume 30GB 4.44");
    assertThat(read.header("accept-ranges")).isEqualTo("bytes");
    assertThat(server.put(FILE, "hello world").status()).isEqualTo(204);
    TestClient.Answer deleted = server.send("DELETE", FILE, "");
    assertThat(deleted.status()).isEqualTo(202);
    assertThat(deleted.text()).isEqualTo("{\"size\":59}");
    assertThat(server.get(FILE).status()).isEqualTo(404);
    assertThat(server.send("DELETE", FILE, "").text()).isEqualTo("{\"size\":0}");
    assertThat(server.get(FILE + "?readDeleted=true").text()).isEqualTo("hello world");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/3,01aabbccdd.txt", "/3/01aabbccdd", "/3/01aabbccdd/name.html", "/3/1aabbccdd"})
  void everyFormOfAPathReads(String path) {
    server.put(FILE, "x");
    assertThat(server.get(path).text()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/x,01aabbccdd", "/3,zz", "/a/b/c/d/3,01aabbccdd", "/3", "/%zz"})
  void whatIsNoFileIdIsBad(String path) {
    assertThat(server.get(path).status()).isEqualTo(400);
  }

  @Test
  void aWrongCookieFindsNothingAndChangesNothing() {
    server.put(FILE, "x");
    assertThat(server.get("/3,01aabbccde").status()).isEqualTo(404);
    assertThat(server.put("/3,01aabbccde", "y").text())
        .isEqualTo("{\"error\":\"failed to write to local disk: mismatching cookie aabbccde\"}");
    assertThat(server.send("DELETE", "/3,01aabbccde", "").status()).isEqualTo(400);
    assertThat(server.get(FILE).text()).isEqualTo("x");
  }

  @Test
  void rangesAreCutOut() {
    server.put(FILE, "0123456789");
    TestClient.Answer one = server.get(FILE, "Range: bytes=2-4");
    assertThat(one.status()).isEqualTo(206);
    assertThat(one.text()).isEqualTo("234");
    assertThat(one.header("content-range")).isEqualTo("bytes 2-4/10");
    TestClient.Answer none = server.get(FILE, "Range: bytes=11-");
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.text()).isEqualTo("invalid range\n");
    TestClient.Answer tooMuch = server.get(FILE, "Range: bytes=0-9,0-9");
    assertThat(tooMuch.status()).isEqualTo(200);
    assertThat(tooMuch.text()).isEmpty();
    TestClient.Answer many = server.get(FILE, "Range: bytes=0-0,8-");
    assertThat(many.status()).isEqualTo(206);
    assertThat(many.header("content-length")).isEqualTo("" + many.text().length());
    assertThat(many.text())
        .contains("Content-Range: bytes 0-0/10\r\nContent-Type: \r\n\r\n0\r\n--")
        .contains("bytes 8-9/10\r\nContent-Type: \r\n\r\n89\r\n--");
  }

  @Test
  void largeFilesArriveWholeAndInParts() {
    String body = "0123456789abcdef".repeat(200_000);
    assertThat(server.put(FILE, body).status()).isEqualTo(201);
    assertThat(server.get(FILE).text()).as("read and verified").isEqualTo(body);
    assertThat(server.get(FILE).text()).as("believed and passed on").isEqualTo(body);
    assertThat(server.get(FILE, "Range: bytes=1048570-2000000").text())
        .isEqualTo(body.substring(1_048_570, 2_000_001));
    assertThat(server.get(FILE, "Range: bytes=0-99999,1048570-2000000").text())
        .contains(body.substring(0, 100_000), body.substring(1_048_570, 2_000_001));
    TestClient.Answer head = server.send("HEAD", FILE, "");
    assertThat(head.header("content-length")).isEqualTo("3200000");
    assertThat(head.text()).isEmpty();
  }

  @Test
  void bodiesTooLargeForMemoryAreSpooled() {
    String body = "0123456789abcdef".repeat(600_000);
    TestClient.Answer written = server.put(FILE, body);
    assertThat(written.text()).contains("\"size\":9600000");
    assertThat(server.get(FILE, "Range: bytes=9599990-").text()).isEqualTo("6789abcdef");
    assertThat(data.toFile().list()).noneMatch(name -> name.startsWith("spool-"));
  }

  @Test
  void chunkedUploadsAreTaken() throws IOException {
    try (Socket socket = new Socket(server.admin().host(), server.admin().port())) {
      String request =
          "PUT "
              + FILE
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/x\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(TestClient.read(socket, "PUT").text()).contains("\"size\":5");
    }
    assertThat(server.get(FILE).text()).isEqualTo("abcde");
  }

  @Test
  void filesBeyondTheBoundAreRefused() {
    String body = "x".repeat((16 << 20) + 1);
    TestClient.Answer refused = server.put(FILE, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).isEqualTo("{\"error\":\"file over the limited 16777216 bytes\"}");
  }

  @Test
  void formsStoreTheirFile() {
    String form =
        """
        --b
        Content-Disposition: form-data; name="note"

        no
        --b
        Content-Disposition: form-data; name="ttl"

        7d
        --b
        Content-Disposition: form-data; name="file"; filename="C:\\\\a\\\\b.png"
        Content-Type: image/png

        not really
        --b--
        """
            .replace("\n", "\r\n");
    TestClient.Answer written =
        server.send("POST", FILE, form, "Content-Type: multipart/form-data; boundary=b");
    assertThat(written.text()).contains("\"name\":\"b.png\",\"size\":10").contains("image/png");
    TestClient.Answer read = server.get(FILE);
    assertThat(read.text()).isEqualTo("not really");
    assertThat(read.header("content-disposition")).isEqualTo("inline; filename=b.png");
  }

  @Test
  void largeFormsAreSpooled() {
    String file = "0123456789abcdef".repeat(600_000);
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nno\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.bin\"\r\n\r\n"
            + file
            + "\r\n--b--\r\n";
    TestClient.Answer written =
        server.send("POST", FILE, form, "Content-Type: multipart/form-data; boundary=b");
    assertThat(written.text()).contains("\"name\":\"f.bin\",\"size\":9600000");
    assertThat(server.get(FILE, "Range: bytes=0-3").text()).isEqualTo("0123");
  }

  @Test
  void brokenFormsAreExplained() {
    assertThat(server.send("POST", FILE, "x", "Content-Type: multipart/form-data").text())
        .isEqualTo("{\"error\":\"no multipart boundary param in Content-Type\"}");
    assertThat(server.send("POST", FILE, "x").text())
        .isEqualTo("{\"error\":\"request Content-Type isn't multipart/form-data\"}");
    assertThat(
            server.send("POST", FILE, "x", "Content-Type: multipart/form-data; boundary=b").text())
        .isEqualTo("{\"error\":\"multipart: NextPart: EOF\"}");
  }

  @Test
  void theChecksumOfTheClientIsCompared() throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest("hello".getBytes(StandardCharsets.UTF_8));
    String right = Base64.getEncoder().encodeToString(md5);
    TestClient.Answer agreed =
        server.send("PUT", FILE, "hello", "Content-Type: a/b", "Content-MD5: " + right);
    assertThat(agreed.header("content-md5")).isEqualTo(right);
    TestClient.Answer refused =
        server.send("PUT", "/3,02aabbccdd", "hallo", "Content-Type: a/b", "Content-MD5: " + right);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("Content-MD5 did not match md5 of file data expected [");
    assertThat(server.get("/3,02aabbccdd").status()).isEqualTo(404);
  }

  @Test
  void pairsTimesAndNamesComeBack() {
    server.send("PUT", FILE + "?ts=1000", "x", "Content-Type: text/x", "seaweed-my-key: value");
    TestClient.Answer read = server.get(FILE + "?dl=1&response-cache-control=no-store");
    assertThat(read.header("my-key")).isEqualTo("value");
    assertThat(read.header("last-modified")).isEqualTo("Thu, 01 Jan 1970 00:16:40 GMT");
    assertThat(read.header("content-disposition"))
        .isEqualTo("attachment; filename=\"3,01aabbccdd\"");
    assertThat(read.header("cache-control")).isEqualTo("no-store");
    assertThat(server.get(FILE, "If-Modified-Since: Thu, 01 Jan 1970 00:16:40 GMT").status())
        .isEqualTo(304);
    assertThat(server.get(FILE, "If-None-Match: " + read.header("etag")).status()).isEqualTo(304);
  }

  @Test
  void textIsPackedAndUnpacked() {
    String body = "a line that repeats\n".repeat(1000);
    TestClient.Answer written = server.send("PUT", FILE, body, "Content-Type: text/plain");
    assertThat(written.text()).contains("\"size\":20000");
    TestClient.Answer packed = server.get(FILE, "Accept-Encoding: gzip");
    assertThat(packed.header("content-encoding")).isEqualTo("gzip");
    assertThat(packed.text().length()).isLessThan(2000);
    assertThat(server.get(FILE).text()).isEqualTo(body);
    assertThat(server.get(FILE, "Range: bytes=20-38").text()).isEqualTo("a line that repeats");
    assertThat(server.send("HEAD", FILE, "").header("content-length")).isEqualTo("20000");
  }

  @Test
  void whatTheClientPackedIsKeptPacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("plain text".getBytes(StandardCharsets.UTF_8));
    }
    String body = packed.toString(StandardCharsets.ISO_8859_1);
    TestClient.Answer written =
        server.send("PUT", FILE, body, "Content-Type: a/b", "Content-Encoding: gzip");
    assertThat(written.text()).contains("\"size\":10");
    assertThat(server.get(FILE).text()).isEqualTo("plain text");
    assertThat(server.get(FILE, "Accept-Encoding: br, gzip").text()).isEqualTo(body);
  }

  @Test
  void manifestsAreReadThroughAndDeletedWithTheirChunks() {
    server.put("/3,0aaabbccdd", "hello ");
    server.put("/3,0baabbccdd", "world");
    String manifest =
        "{\"name\":\"greeting.txt\",\"mime\":\"text/x-greeting\",\"size\":11,\"chunks\":["
            + "{\"fid\":\"3,0baabbccdd\",\"offset\":6,\"size\":5},"
            + "{\"fid\":\"3,0aaabbccdd\",\"offset\":0,\"size\":6}]}";
    server.send("PUT", FILE + "?cm=true", manifest, "Content-Type: application/json");
    TestClient.Answer read = server.get(FILE);
    assertThat(read.text()).isEqualTo("hello world");
    assertThat(read.header("x-file-store")).isEqualTo("chunked");
    assertThat(read.header("content-type")).isEqualTo("text/x-greeting");
    assertThat(server.get(FILE, "Range: bytes=4-7").text()).isEqualTo("o wo");
    assertThat(server.get(FILE + "?cm=false").text()).isEqualTo(manifest);
    server.chunkFailures.add("no way");
    TestClient.Answer refused = server.send("DELETE", FILE, "");
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.text()).isEqualTo("{\"error\":\"Delete chunks error: no way\"}");
    assertThat(server.get(FILE + "?cm=false").status()).isEqualTo(200);
    server.chunkFailures.clear();
    assertThat(server.send("DELETE", FILE, "").text()).isEqualTo("{\"size\":11}");
    assertThat(server.deletedChunks.getLast()).containsExactly("3,0aaabbccdd", "3,0baabbccdd");
  }

  @Test
  void aManifestWhoseChunkIsLostBreaksOff() {
    String manifest =
        "{\"name\":\"x\",\"size\":5,\"chunks\":[{\"fid\":\"9,0baabbccdd\",\"offset\":0,\"size\":5}]}";
    server.send("PUT", FILE + "?cm=true", manifest, "Content-Type: a/b");
    TestClient.Answer read = server.get(FILE);
    assertThat(read.status()).isIn(200, 500);
    assertThat(read.text()).isEmpty();
  }

  @Test
  void methodsAreAnsweredByPort() {
    server.put(FILE, "x");
    assertThat(server.send("PATCH", FILE, "").text())
        .isEqualTo("{\"error\":\"unsupported method PATCH\"}");
    TestClient.Answer options = server.send("OPTIONS", FILE, "", "Origin: http://a");
    assertThat(options.header("access-control-allow-methods"))
        .isEqualTo("PUT, POST, GET, DELETE, OPTIONS");
    assertThat(options.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(server.send("CONNECT", "a:1", "").status()).isEqualTo(400);
    var readOnly = server.readOnly();
    assertThat(TestClient.get(readOnly, FILE).text()).isEqualTo("x");
    assertThat(TestClient.send(readOnly, "DELETE", FILE, "").status()).isEqualTo(200);
    assertThat(TestClient.send(readOnly, "POST", FILE, "y").status()).isEqualTo(200);
    assertThat(server.get(FILE).text()).isEqualTo("x");
    assertThat(
            TestClient.send(readOnly, "OPTIONS", FILE, "").header("access-control-allow-methods"))
        .isEqualTo("GET, OPTIONS");
  }

  @Test
  void uncleanPathsAreRedirected() {
    TestClient.Answer moved = server.get("/a/..//3,01aabbccdd?x=1");
    assertThat(moved.status()).isEqualTo(307);
    assertThat(moved.header("location")).isEqualTo("/3,01aabbccdd?x=1");
  }

  @Test
  void plainFormsAreReadAway() {
    assertThat(
            server
                .send("POST", FILE, "a=1", "Content-Type: application/x-www-form-urlencoded")
                .text())
        .isEqualTo(
            "{\"name\":\"3,01aabbccdd\",\"eTag\":\"00000000\","
                + "\"mime\":\"application/x-www-form-urlencoded\"}");
    assertThat(
            server
                .send("POST", FILE, "a=%x", "Content-Type: application/x-www-form-urlencoded")
                .text())
        .isEqualTo("{\"error\":\"invalid URL escape \\\"%x\\\"\"}");
  }

  @Test
  void theStatusListsVolumesAndDirectories() {
    server.put(FILE, "x");
    TestClient.Answer status = server.get("/status?pretty=1");
    assertThat(status.text())
        .contains("\"dir\": \"" + data + "\"")
        .contains("\"Version\": \"30GB 4.44 \"")
        .contains("\"Id\": 3,")
        .contains("\"FileCount\": 1,");
  }

  @Test
  void aReplicaWriteWithoutItsVolumeIsNotPretended() {
    TestClient.Answer refused = server.put("/7,01aabbccdd?type=replicate", "x");
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.text()).isEqualTo("{\"error\":\"volume 7 not found\"}");
  }

  @Test
  void fsyncedWritesAreWritten() {
    assertThat(server.put(FILE + "?fsync=true", "x").status()).isEqualTo(201);
    assertThat(server.get(FILE).text()).isEqualTo("x");
  }
}
