package atoll.http.netty;

import atoll.kit.net.Endpoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A client that sends exactly the bytes it is given, over a plain socket, and reads answers the
/// slow and obvious way. Confined to its test.
final class RawClient implements AutoCloseable {

  /// What came back.
  static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    String header(String lowerCase) {
      return headers.getOrDefault(lowerCase, "");
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(Socket socket) {
    try {
      this.socket = socket;
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawClient to(Endpoint at) {
    try {
      return new RawClient(new Socket(at.host(), at.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket socket() {
    return socket;
  }

  /// Sends text, one byte for each character.
  RawClient send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a head only.
  Answer head() {
    try {
      String[] status = line().split(" ", 3);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim(),
            (a, b) -> a + ", " + b);
      }
      return new Answer(Integer.parseInt(status[1]), headers, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a whole answer to anything but `HEAD`.
  Answer answer() {
    Answer head = head();
    try {
      if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
        return head;
      }
      if (head.header("transfer-encoding").equals("chunked")) {
        return new Answer(head.status(), head.headers(), chunks());
      }
      String length = head.header("content-length");
      byte[] body = length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
      if (!length.isEmpty() && body.length != Integer.parseInt(length)) {
        throw new IOException("body of " + body.length + " bytes, " + length + " announced");
      }
      return new Answer(head.status(), head.headers(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the server closes without another byte. A reset counts.
  boolean isClosedByPeer() {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /// All that still comes.
  byte[] rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      // A reset ends it as well.
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        if (!line().isEmpty()) {
          throw new IOException("trailer");
        }
        return body.toByteArray();
      }
      body.write(in.readNBytes(size));
      if (!line().isEmpty()) {
        throw new IOException("chunk does not end");
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed after: " + line);
      }
      if (b == '\n') {
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
          throw new IOException("bare line feed after: " + line);
        }
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) b);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
