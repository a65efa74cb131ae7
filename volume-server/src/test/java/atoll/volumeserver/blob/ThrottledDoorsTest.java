package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bounds of what is in flight, counted from the head of a request to the last byte of its answer.
class ThrottledDoorsTest {

  private static final int BODY = 24 << 20;

  @TempDir private Path data;

  private static void waitFor(Callable<Boolean> condition) {
    Awaitility.await().until(condition);
  }

  @Test
  void anUploadThatHasOnlyBegunCounts() throws IOException {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withLimits(16 << 20, 1000, 0);
    try (BlobFixture server =
        new BlobFixture(data, new BlobFixture.Table(), wishes).volume(3, "000")) {
      try (Socket slow =
          TestClient.open(server.admin(), "PUT", "/3,01aabbccdd", 5000, "Content-Type: a/b")) {
        slow.getOutputStream().write('x');
        waitFor(() -> server.doors.uploadBytes() == 5000);
        TestClient.Answer refused = server.put("/3,02aabbccdd", "y");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
            .isEqualTo(
                "{\"error\":\"reject because inflight upload data 5000 \\u003e 1000,"
                    + " and wait timeout\"}");
        assertThat(server.put("/3,03aabbccdd?type=replicate", "z").status()).isEqualTo(201);
        slow.getOutputStream().write(new byte[4999]);
        assertThat(TestClient.read(slow, "PUT").status()).isEqualTo(201);
      }
      waitFor(() -> server.doors.uploadBytes() == 0);
      assertThat(server.put("/3,02aabbccdd", "y").status()).isEqualTo(201);
    }
  }

  @Test
  void anAnswerThatNobodyReadsCounts() throws IOException {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withLimits(BODY, 0, 1000);
    try (BlobFixture server =
        new BlobFixture(data, new BlobFixture.Table(), wishes).volume(3, "000")) {
      assertThat(server.put("/3,01aabbccdd", "x".repeat(BODY)).status()).isEqualTo(201);
      server.put("/3,02aabbccdd", "y");
      try (Socket slow = TestClient.open(server.admin(), "GET", "/3,01aabbccdd", 0)) {
        waitFor(() -> server.doors.downloadBytes() >= BODY);
        TestClient.Answer refused = server.get("/3,02aabbccdd");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("request /3,02aabbccdd because inflight download data");
        assertThat(server.get("/x,02aabbccdd").status()).isEqualTo(400);
        assertThat(slow.isConnected()).isTrue();
      }
      waitFor(() -> server.doors.downloadBytes() == 0);
      assertThat(server.get("/3,02aabbccdd").text()).isEqualTo("y");
    }
  }
}
