package atoll.volumeserver.blob;

import atoll.kit.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One request for each connection, over a plain socket. Confined to its test.
final class TestClient {

  /// What came back.
  ///
  /// @param headers by name in small letters
  /// @param text one character for each byte
  record Answer(int status, Map<String, String> headers, String text) {

    String header(String lowerCase) {
      return headers.getOrDefault(lowerCase, "");
    }
  }

  private static final int PATIENCE = 20_000;

  private TestClient() {}

  /// @param headers lines without their ends
  static Answer send(Endpoint at, String method, String target, String body, String... headers) {
    try (Socket socket = open(at, method, target, body.length(), headers)) {
      socket.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket, method);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer get(Endpoint at, String target, String... headers) {
    return send(at, "GET", target, "", headers);
  }

  /// A connection whose request's head is sent.
  ///
  /// @param length of the body that follows
  static Socket open(Endpoint at, String method, String target, long length, String... headers)
      throws IOException {
    Socket socket = new Socket(at.host(), at.port());
    socket.setSoTimeout(PATIENCE);
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: x\r\n");
    head.append("Connection: close\r\n");
    if (length > 0 || method.startsWith("P")) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    for (String each : headers) {
      head.append(each).append("\r\n");
    }
    head.append("\r\n");
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  static Answer read(Socket socket, String method) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    String text = all.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer to " + method + ": " + text);
    }
    Map<String, String> headers = new TreeMap<>();
    String[] lines = text.substring(0, end).split("\r\n", -1);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String body = text.substring(end + 4);
    return new Answer(
        Integer.parseInt(lines[0].substring(9, 12)),
        headers,
        "chunked".equals(headers.get("transfer-encoding")) ? dechunked(body) : body);
  }

  private static String dechunked(String body) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (true) {
      int end = body.indexOf("\r\n", at);
      int size = Integer.parseInt(body.substring(at, end), 16);
      if (size == 0) {
        return text.toString();
      }
      text.append(body, end + 2, end + 2 + size);
      at = end + 2 + size + 2;
    }
  }
}
