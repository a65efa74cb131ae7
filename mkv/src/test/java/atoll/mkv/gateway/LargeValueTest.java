package atoll.mkv.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A value that is many times larger than the memory of the gateway passes through it. The hosts
/// forget what they are sent, so that no disk is needed; `-Datoll.gibibytes=5` sends as much.
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class LargeValueTest {

  private static final long BYTES = Long.getLong("atoll.gibibytes", 1) << 30;

  @TempDir Path folder;

  @Test
  void passesThroughAGatewayOfLittleMemory() throws Exception {
    try (ForgetfulHost host = new ForgetfulHost()) {
      Path config = folder.resolve("mkv.toml");
      Files.writeString(
          config,
          """
          [placement]
          replicas = 1
          [limits]
          in_flight_bytes = "16MiB"
          [[host]]
          id = "v1"
          url = "http://127.0.0.1:%d"
          """
              .formatted(host.port()));
      try (GatewayProcess gateway =
          new GatewayProcess(config, "-Xmx48m", "-XX:MaxDirectMemorySize=64m")) {
        Store.await("the gateway has started", () -> accepts(gateway.port));
        assertThat(put(gateway.port)).isEqualTo("HTTP/1.1 201 Created");
        assertThat(host.lengths()).containsValue(BYTES).hasSize(2);
      }
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /// Sends the value; the first line of the answer.
  private static String put(int port) throws IOException {
    byte[] piece = "0123456789abcdef".repeat(4096).getBytes(US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String head = "PUT /large HTTP/1.1\r\nHost: x\r\nContent-Length: " + BYTES + "\r\n\r\n";
      out.write(head.getBytes(US_ASCII));
      for (long left = BYTES; left > 0; left -= piece.length) {
        out.write(piece);
      }
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .readLine();
    }
  }
}
