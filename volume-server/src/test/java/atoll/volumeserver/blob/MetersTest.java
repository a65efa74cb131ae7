package atoll.volumeserver.blob;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kit.count.PrometheusText;
import atoll.kit.net.Endpoint;
import atoll.volumeserver.settings.ReadMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every count of what becomes of needles is moved by the request that it is about.
class MetersTest {

  private static final String FILE = "/3,01aabbccdd";

  private final BlobFixture.Table table = new BlobFixture.Table();
  @TempDir private Path one;
  @TempDir private Path other;

  /// The value of a line; 0 if there is none.
  private static double value(BlobFixture server, String line) {
    String wanted = "SeaweedFS_" + line + " ";
    return PrometheusText.print(server.node.node.counters())
        .lines()
        .filter(each -> each.startsWith(wanted))
        .mapToDouble(each -> Double.parseDouble(each.substring(wanted.length())))
        .findFirst()
        .orElse(0);
  }

  private static double own(BlobFixture server, String line) {
    return value(server, "volumeServer_" + line);
  }

  private static double happened(BlobFixture server, String type) {
    return own(server, "handler_total{type=\"" + type + "\"}");
  }

  private BlobFixture alone() {
    return new BlobFixture(one, table).volume(3, "000");
  }

  @Test
  void readsOfNothingAreCountedByWhatWasNeverHere() {
    try (BlobFixture server = alone()) {
      server.put(FILE, "x");
      assertThat(server.get("/3,02aabbccdd").status()).isEqualTo(404);
      assertThat(own(server, "file_read_invalid_needles")).isEqualTo(1);
      assertThat(own(server, "file_read_failures")).isEqualTo(1);
      assertThat(server.get("/3,0100000000").status()).as("another cookie").isEqualTo(404);
      server.send("DELETE", FILE, "");
      assertThat(server.get(FILE).status()).as("deleted").isEqualTo(404);
      assertThat(own(server, "file_read_invalid_needles")).isEqualTo(1);
      assertThat(own(server, "file_read_failures")).isEqualTo(3);
      assertThat(happened(server, "errorGetNotFound")).isEqualTo(3);
    }
  }

  @Test
  void damageIsCounted() throws IOException {
    try (BlobFixture server = alone()) {
      server.put(FILE, "0123456789");
      try (RandomAccessFile data = new RandomAccessFile(one.resolve("3.dat").toFile(), "rw")) {
        data.seek(8 + 20 + 3);
        data.write('x');
      }
      assertThat(server.get(FILE).status()).isEqualTo(500);
      assertThat(happened(server, "errorCRC")).isEqualTo(1);
      assertThat(happened(server, "errorGetInternal")).isEqualTo(1);
      assertThat(own(server, "file_read_failures")).isEqualTo(1);
    }
  }

  @Test
  void writesThatAreRefusedAreCounted() {
    try (BlobFixture server = alone()) {
      server.put(FILE, "x");
      assertThat(own(server, "file_write_failures")).isZero();
      assertThat(own(server, "request_seconds_count{type=\"writeToLocalDisk\"}")).isEqualTo(1);
      assertThat(own(server, "in_flight_requests{type=\"writeToLocalDisk\"}")).isZero();
      assertThat(own(server, "replication_targets_count")).as("to nobody").isEqualTo(1);
      assertThat(server.put("/x,01aabbccdd", "x").status()).isEqualTo(400);
      assertThat(own(server, "file_write_failures")).isEqualTo(1);
      assertThat(server.put("/3,0100000001", "another cookie").status()).isEqualTo(500);
      assertThat(own(server, "file_write_failures")).isEqualTo(2);
      assertThat(happened(server, "errorWriteToLocalDisk")).isEqualTo(1);
    }
  }

  @Test
  void readsOfOtherServersAreCounted() {
    try (BlobFixture first = new BlobFixture(one, table);
        BlobFixture second = new BlobFixture(other, table).volume(4, "000")) {
      table.add(4, second.admin());
      second.put("/4,01aabbccdd", "there");
      assertThat(first.get("/4,01aabbccdd").text()).isEqualTo("there");
      assertThat(happened(first, "readProxyRequest")).isEqualTo(1);
      table.add(5, new Endpoint("127.0.0.1", 1));
      assertThat(first.get("/5,01aabbccdd").status()).isEqualTo(500);
      assertThat(happened(first, "failedReadProxyRequest")).isEqualTo(1);
      assertThat(happened(first, "errorGetInternal")).isEqualTo(1);
      table.add(6, first.admin());
      assertThat(first.get("/6,01aabbccdd").status()).isEqualTo(404);
      assertThat(happened(first, "emptyReadProxyLocaction")).isEqualTo(1);
      assertThat(own(first, "file_read_invalid_needles")).isEqualTo(1);
    }
  }

  @Test
  void clientsSentElsewhereAreCounted() {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withMode(ReadMode.REDIRECT);
    try (BlobFixture server = new BlobFixture(one, table, wishes)) {
      table.add(4, new Endpoint("127.0.0.1", 1));
      assertThat(server.get("/4,01aabbccdd").status()).isEqualTo(301);
      assertThat(happened(server, "readRedirectRequest")).isEqualTo(1);
    }
  }

  @Test
  void copiesAreCountedByResult() {
    try (BlobFixture first = new BlobFixture(one, table).volume(3, "001");
        BlobFixture second = new BlobFixture(other, table).volume(3, "001")) {
      table.add(3, first.admin());
      table.add(3, second.admin());
      assertThat(first.put(FILE, "x").status()).isEqualTo(201);
      assertThat(first.send("DELETE", FILE, "").status()).isEqualTo(202);
      for (String operation : new String[] {"write", "delete"}) {
        String labels = "{operation=\"%s\",result=\"success\"}".formatted(operation);
        assertThat(own(first, "replication_operations_total" + labels)).isEqualTo(1);
        assertThat(own(first, "replication_seconds_count{operation=\"" + operation + "\"}"))
            .isEqualTo(1);
      }
      assertThat(own(first, "replication_targets_bucket{le=\"1\"}")).isEqualTo(2);
      assertThat(own(first, "request_seconds_count{type=\"writeToReplicas\"}")).isEqualTo(1);
      assertThat(own(first, "in_flight_requests{type=\"writeToReplicas\"}")).isZero();
    }
  }

  @Test
  void copiesThatFailAreCountedByReason() {
    try (BlobFixture server = new BlobFixture(one, table).volume(3, "001")) {
      table.add(3, server.admin());
      table.add(3, new Endpoint("127.0.0.1", 1));
      assertThat(server.put(FILE, "x").status()).isEqualTo(500);
      assertThat(
              own(server, "replication_operations_total{operation=\"write\",result=\"failure\"}"))
          .isEqualTo(1);
      assertThat(
              own(
                  server,
                  "replication_failures_total{operation=\"write\",reason=\"connection_refused\"}"))
          .isEqualTo(1);
      assertThat(value(server, "upload_error_total{code=\"0\"}")).isEqualTo(1);
      assertThat(happened(server, "errorWriteToReplicas")).isEqualTo(1);
      assertThat(own(server, "file_write_failures")).isEqualTo(1);
    }
  }

  @Test
  void aRefusalOfAnotherServerIsCountedByItsStatus() {
    try (BlobFixture first = new BlobFixture(one, table).volume(3, "001");
        BlobFixture second = new BlobFixture(other, table)) {
      table.add(3, first.admin());
      table.add(3, second.admin());
      assertThat(first.put(FILE, "x").status()).isEqualTo(500);
      assertThat(value(first, "upload_error_total{code=\"404\"}")).isEqualTo(1);
      assertThat(
              own(first, "replication_failures_total{operation=\"write\",reason=\"server_error\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void waitsAreCounted() throws IOException {
    BlobFixture.Wishes wishes = BlobFixture.Wishes.NONE.withLimits(16 << 20, 1000, 1000);
    try (BlobFixture server = new BlobFixture(one, table, wishes).volume(3, "000")) {
      server.put(FILE, "x".repeat(900));
      try (Socket slow = TestClient.open(server.admin(), "PUT", "/3,02aabbccdd", 5000)) {
        slow.getOutputStream().write('x');
        Awaitility.await().until(() -> server.doors.uploadBytes() == 5000);
        assertThat(server.put("/3,03aabbccdd", "y").status()).isEqualTo(429);
      }
      assertThat(happened(server, "uploadLimitCondition")).isEqualTo(1);
      assertThat(server.put("/3,04aabbccdd", "x".repeat(12 << 20)).status()).isEqualTo(201);
      try (Socket slow = TestClient.open(server.admin(), "GET", "/3,04aabbccdd", 0)) {
        assertThat(slow.isConnected()).isTrue();
        Awaitility.await().until(() -> server.doors.downloadBytes() > 1000);
        assertThat(server.get(FILE).status()).isEqualTo(429);
      }
      assertThat(happened(server, "downloadLimitCondition")).isEqualTo(1);
    }
  }
}
