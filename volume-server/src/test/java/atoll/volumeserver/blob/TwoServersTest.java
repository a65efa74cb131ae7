package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.http.RequestHead;
import atoll.http.server.Peer;
import atoll.kit.net.Endpoint;
import atoll.volumeserver.settings.ReadMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies, reads of what lies elsewhere, and who may do what.
class TwoServersTest {

  private static final String FILE = "/3,01aabbccdd";

  @TempDir private Path one;
  @TempDir private Path other;

  private final BlobFixture.Table table = new BlobFixture.Table();

  private void onBoth(BlobFixture first, BlobFixture second) {
    first.volume(3, "001");
    second.volume(3, "001");
    table.add(3, first.admin());
    table.add(3, second.admin());
  }

  @Test
  void aWriteAndADeletionReachBoth() {
    try (BlobFixture first = new BlobFixture(one, table);
        BlobFixture second = new BlobFixture(other, table)) {
      onBoth(first, second);
      String text = "a line that repeats\n".repeat(100);
      TestClient.Answer written =
          first.send("PUT", FILE + "?ts=1000", text, "Content-Type: text/x", "Seaweed-K: v");
      assertThat(written.status()).isEqualTo(201);
      TestClient.Answer copy = second.get(FILE, "Accept-Encoding: gzip");
      assertThat(copy.header("etag")).isEqualTo(written.header("etag"));
      assertThat(copy.header("content-encoding")).isEqualTo("gzip");
      assertThat(copy.header("k")).isEqualTo("v");
      assertThat(copy.header("last-modified")).isEqualTo("Thu, 01 Jan 1970 00:16:40 GMT");
      assertThat(copy.header("content-type")).isEqualTo("text/x");
      assertThat(second.get(FILE).text()).isEqualTo(text);
      assertThat(second.send("DELETE", FILE, "").status()).isEqualTo(202);
      assertThat(first.get(FILE).status()).isEqualTo(404);
    }
  }

  @Test
  void largeBodiesReachBoth() {
    try (BlobFixture first = new BlobFixture(one, table);
        BlobFixture second = new BlobFixture(other, table)) {
      onBoth(first, second);
      String text = "0123456789abcdef".repeat(600_000);
      assertThat(first.put(FILE, text).status()).isEqualTo(201);
      assertThat(second.get(FILE, "Range: bytes=9599996-").text()).isEqualTo("cdef");
    }
  }

  @Test
  void tooFewServersRefuseBeforeAnythingIsWritten() {
    try (BlobFixture first = new BlobFixture(one, table)) {
      first.volume(3, "001");
      table.add(3, first.admin());
      TestClient.Answer refused = first.put(FILE, "x");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text())
          .isEqualTo(
              "{\"error\":\"replicating operations [1] is less than volume 3 replication copy"
                  + " count [2]\"}");
      assertThat(first.get(FILE).status()).isEqualTo(404);
    }
  }

  @Test
  void aServerThatIsDownFailsTheWrite() {
    try (BlobFixture first = new BlobFixture(one, table)) {
      first.volume(3, "001");
      table.add(3, first.admin());
      table.add(3, new Endpoint("127.0.0.1", 1));
      TestClient.Answer refused = first.put(FILE, "x");
      assertThat(refused.status()).isEqualTo(500);
      assertThat(refused.text())
          .startsWith("{\"error\":\"failed to write to replicas for volume 3: [127.0.0.1:1]: ");
    }
  }

  @Test
  void whatLiesElsewhereIsPassedOn() {
    try (BlobFixture first = new BlobFixture(one, table);
        BlobFixture second = new BlobFixture(other, table)) {
      second.volume(4, "000");
      table.add(4, second.admin());
      second.put("/4,01aabbccdd", "over there");
      TestClient.Answer passed = first.get("/4,01aabbccdd", "Range: bytes=0-3");
      assertThat(passed.status()).isEqualTo(206);
      assertThat(passed.text()).isEqualTo("over");
      assertThat(first.send("HEAD", "/4,01aabbccdd", "").header("content-length")).isEqualTo("10");
      assertThat(first.put("/4,02aabbccdd", "written there").status()).isEqualTo(201);
      assertThat(second.get("/4,02aabbccdd").text()).isEqualTo("written there");
      assertThat(first.get("/5,01aabbccdd").status()).isEqualTo(404);
    }
  }

  @Test
  void clientsAreSentElsewhere() {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withMode(ReadMode.REDIRECT);
    try (BlobFixture first = new BlobFixture(one, table, wishes);
        BlobFixture second = new BlobFixture(other, table)) {
      table.add(4, second.admin());
      TestClient.Answer sent =
          first.get("/4/01aabbccdd/name.jpg?collection=a%20b&readDeleted=true&width=3");
      assertThat(sent.status()).isEqualTo(301);
      assertThat(sent.header("location"))
          .isEqualTo("http://" + second.admin() + "/4,01aabbccdd?collection=a%20b&proxied=true");
    }
  }

  @Test
  void aServerThatKeepsToItselfFindsNothing() {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withMode(ReadMode.LOCAL);
    try (BlobFixture first = new BlobFixture(one, table, wishes)) {
      table.add(4, new Endpoint("127.0.0.1", 1));
      assertThat(first.get("/4,01aabbccdd").status()).isEqualTo(404);
    }
  }

  /// Lets in who says the word.
  private static final class Word implements Guard {

    @Override
    public boolean mayRead(RequestHead request, String volume, String key) {
      return request.headers().has("X-Read") && (volume + "," + key).equals("3,01aabbccdd");
    }

    @Override
    public boolean mayWrite(RequestHead request, String volume, String key) {
      return request.headers().has("X-Write");
    }

    @Override
    public boolean isListed(Peer peer) {
      return true;
    }

    @Override
    public String token(RequestHead request) {
      return "";
    }

    @Override
    public String tokenToRead(String fileId) {
      return "";
    }
  }

  @Test
  void whoMayNotIsTurnedAway() {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withGuard(new Word());
    try (BlobFixture first = new BlobFixture(one, table, wishes).volume(3, "000")) {
      String refused = "{\"error\":\"wrong jwt\"}";
      assertThat(first.put(FILE, "x").text()).isEqualTo(refused);
      assertThat(first.send("PUT", FILE, "x", "Content-Type: a/b", "X-Write: 1").status())
          .isEqualTo(201);
      assertThat(first.get(FILE).status()).isEqualTo(401);
      assertThat(first.get(FILE + ".jpg", "X-Read: 1").text()).isEqualTo("x");
      assertThat(first.send("DELETE", FILE, "").text()).isEqualTo(refused);
    }
  }
}
