package atoll.volumeserver.replay;

import atoll.kit.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A connection that sends bytes as they are and reads answers without interpreting more of them
/// than where they end. Confined to one thread.
final class RawConnection implements AutoCloseable {

  private static final int SILENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  /// What came back.
  ///
  /// @param fields `Name: value` each
  record Received(int status, List<String> fields, Bytes body) {

    String field(String name) {
      return fields.stream()
          .filter(field -> nameOf(field).equals(name))
          .map(field -> field.substring(field.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException early) {
      // The answer may have come before all was sent.
    }
  }

  /// Status and header fields, also those of an interim answer.
  Received head() throws IOException {
    String line = line();
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return new Received(Integer.parseInt(line.split(" ", -1)[1]), fields, Bytes.EMPTY);
  }

  Received receive(String method) throws IOException {
    Received head = head();
    while (head.status() < 200) {
      head = head();
    }
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return head;
    }
    return new Received(head.status(), head.fields(), Bytes.of(body(head)));
  }

  private byte[] body(Received head) throws IOException {
    if (head.field("transfer-encoding").equals("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.writeBytes(exactly(size));
        line();
      }
      while (!line().isEmpty()) {
        // A trailer is passed over.
      }
      return body.toByteArray();
    }
    String length = head.field("content-length");
    return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", -1)[0].strip(), 16);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("a body of " + size + " bytes ended after " + bytes.length);
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within a head");
      }
      line.write(next);
    }
    String text = Notation.text(line.toByteArray());
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  static String nameOf(String field) {
    return field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
