package atoll.bench.mkv;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A connection that asks and waits, as little as a load needs. It opens anew where the server
/// closed. Confined to one thread.
final class Connection implements AutoCloseable {

  private static final int WAIT_MILLIS = 60_000;
  private static final int LINE_BYTES = 16 * 1024;
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final int port;
  private Socket socket;
  private InputStream input;
  private OutputStream output;
  private final byte[] line = new byte[LINE_BYTES];
  private final byte[] received = new byte[64 * 1024];
  private int next;
  private int end;
  private String location = "";
  private byte[] body = new byte[0];

  Connection(int port) throws IOException {
    this.port = port;
    this.socket = connect();
    this.input = socket.getInputStream();
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
    input = socket.getInputStream();
    next = 0;
    end = 0;
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

  /// Reads an answer. Load and servers share the machine, so this makes nothing of the head but
  /// what a load needs.
  private int answer(String method) throws IOException {
    long length = 0;
    boolean chunked = false;
    boolean closes = false;
    location = "";
    int _ = line();
    int status = number(STATUS_AT, STATUS_AT + 3);
    for (int lineLength = line(); lineLength > 0; lineLength = line()) {
      if (isNamed("content-length:", lineLength)) {
        length = number("content-length:".length(), lineLength);
      } else if (isNamed("transfer-encoding:", lineLength)) {
        chunked = true;
      } else if (isNamed("connection:", lineLength)) {
        closes = text("connection:".length(), lineLength).equalsIgnoreCase("close");
      } else if (isNamed("location:", lineLength)) {
        location = text("location:".length(), lineLength);
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
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      all.writeBytes(exactly(size));
      int _ = line();
    }
    int _ = line();
    return all.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(text(0, line()), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int have = 0; have < length; ) {
      if (next == end) {
        receive();
      }
      int part = Math.min(length - have, end - next);
      System.arraycopy(received, next, bytes, have, part);
      next += part;
      have += part;
    }
    return bytes;
  }

  /// Reads the next line of a head.
  ///
  /// @return its length, without its end
  private int line() throws IOException {
    int count = 0;
    while (true) {
      if (next == end) {
        receive();
      }
      byte c = received[next++];
      if (c == '\n') {
        return count > 0 && line[count - 1] == '\r' ? count - 1 : count;
      }
      line[count++] = c;
    }
  }

  private void receive() throws IOException {
    next = 0;
    end = Math.max(0, input.read(received));
    if (end == 0) {
      throw new EOFException("the server closed before the end of an answer");
    }
  }

  /// @param name in lower case
  private boolean isNamed(String name, int lineLength) {
    if (lineLength < name.length()) {
      return false;
    }
    for (int at = 0; at < name.length(); at++) {
      if (Character.toLowerCase(line[at]) != name.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to) {
    return Integer.parseInt(text(from, to));
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1).strip();
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
