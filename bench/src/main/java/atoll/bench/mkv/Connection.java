package atoll.bench.mkv;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection that asks and waits, as little as a load needs. It opens anew where the server
/// closed. Confined to one thread.
final class Connection implements AutoCloseable {

  private static final int WAIT_MILLIS = 60_000;

  private final int port;
  private Socket socket;
  private InputStream input;
  private OutputStream output;
  private String location = "";
  private byte[] body = new byte[0];

  Connection(int port) throws IOException {
    this.port = port;
    this.socket = connect();
    this.input = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    this.output = socket.getOutputStream();
  }

  private Socket connect() throws IOException {
    Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port);
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(WAIT_MILLIS);
    return fresh;
  }

  private void reconnect() throws IOException {
    socket.close();
    socket = connect();
    input = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    output = socket.getOutputStream();
  }

  /// Sends a request and reads the answer.
  ///
  /// @return its status
  int ask(String method, String target, byte[] content) throws IOException {
    send(method, target, content.length, content);
    return answer(method);
  }

  /// Sends a body of that length, in pieces.
  int put(String target, long length, byte[] piece) throws IOException {
    send("PUT", target, length, new byte[0]);
    for (long left = length; left > 0; left -= piece.length) {
      output.write(piece, 0, (int) Math.min(piece.length, left));
    }
    return answer("PUT");
  }

  private void send(String method, String target, long length, byte[] content) throws IOException {
    String head =
        method
            + ' '
            + target
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + (method.equals("PUT") ? "\r\nContent-Length: " + length : "")
            + "\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[start.length + content.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(content, 0, all, start.length, content.length);
    output.write(all);
  }

  private int answer(String method) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    long length = 0;
    boolean chunked = false;
    boolean closes = false;
    location = "";
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      String value = field.substring(colon + 1).strip();
      switch (field.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> chunked = true;
        case "connection" -> closes = value.equalsIgnoreCase("close");
        case "location" -> location = value;
        default -> {}
      }
    }
    if (!method.equals("HEAD")) {
      body = chunked ? chunks() : exactly((int) length);
    }
    if (closes) {
      reconnect();
    }
    return status;
  }

  private byte[] chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      all.append(new String(exactly(size), StandardCharsets.ISO_8859_1));
      line();
    }
    line();
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the server closed in the middle of an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder(64);
    for (int c = input.read(); c != '\n'; c = input.read()) {
      if (c < 0) {
        throw new EOFException("the server closed before an answer");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  /// Of the last answer.
  String location() {
    return location;
  }

  byte[] body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
