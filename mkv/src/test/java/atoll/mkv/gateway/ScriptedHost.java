package atoll.mkv.gateway;

import atoll.kit.net.Endpoint;
import atoll.mkv.hosts.HostAddress;
import atoll.mkv.key.HostId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A host that does what it is told with each connection, over a real socket. Shared (a list of
/// sockets; the script is confined to each connection's thread).
final class ScriptedHost implements AutoCloseable {

  static final HostId ID = new HostId("scripted");

  /// What is done with a connection.
  interface Script {
    void play(Socket connection, InputStream in, OutputStream out) throws IOException;
  }

  /// Reads and never answers.
  static final Script SILENT = (_, in, _) -> in.transferTo(OutputStream.nullOutputStream());

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Script script;

  ScriptedHost(Script script) throws IOException {
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> play(connection));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void play(Socket connection) {
    try (connection) {
      script.play(
          connection,
          new BufferedInputStream(connection.getInputStream()),
          connection.getOutputStream());
    } catch (IOException broken) {
      return;
    }
  }

  /// Leaves a connection alone until the test is over.
  static void hold() throws IOException {
    try {
      var _ = new CountDownLatch(1).await(30, TimeUnit.SECONDS);
    } catch (InterruptedException over) {
      throw new InterruptedIOException();
    }
  }

  HostAddress address() {
    return address(socket.getLocalPort());
  }

  static HostAddress address(int port) {
    return new HostAddress(ID, new Endpoint("127.0.0.1", port), "", "", "");
  }

  /// Answers each request with `answers` in turn, over whichever connection it comes, the last one
  /// again and again.
  static Script answering(String... answers) {
    AtomicInteger requests = new AtomicInteger();
    return (_, in, out) -> {
      while (request(in)) {
        String answer = answers[Math.min(requests.getAndIncrement(), answers.length - 1)];
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    };
  }

  /// An answer without a body but for HEAD, of which `length` is told.
  static String status(int status, long length) {
    return "HTTP/1.1 " + status + " x\r\nContent-Length: " + length + "\r\n\r\n";
  }

  /// Reads one request with its body.
  ///
  /// @return whether there was one
  static boolean request(InputStream in) throws IOException {
    long length = 0;
    String line = line(in);
    if (line.isEmpty()) {
      return false;
    }
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Long.parseLong(line.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return true;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
