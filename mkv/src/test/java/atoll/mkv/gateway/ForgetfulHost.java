package atoll.mkv.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A host with the protocol of stock nginx that keeps of each file its length alone, and the heads
/// of all requests but its gateway's probes. Shared (concurrent collections).
final class ForgetfulHost implements AutoCloseable {

  private final Map<String, Long> lengths = new ConcurrentHashMap<>();
  private final List<List<String>> heads = new CopyOnWriteArrayList<>();
  private final ScriptedHost host = new ScriptedHost((_, in, out) -> serve(in, out));

  ForgetfulHost() throws IOException {}

  int port() {
    return host.address().at().port();
  }

  /// The lengths of the files it was given, by their paths.
  Map<String, Long> lengths() {
    return Map.copyOf(lengths);
  }

  /// The lines of each head, the line of the request first.
  List<List<String>> heads() {
    return List.copyOf(heads);
  }

  private void serve(InputStream in, OutputStream out) throws IOException {
    for (List<String> head = head(in); !head.isEmpty(); head = head(in)) {
      String[] words = head.getFirst().split(" ", 3);
      String path = words[1];
      if (path.equals("/mkv-host.json")) {
        say(out, 200, "{\"id\":\"v1\"}");
        continue;
      }
      if (!path.endsWith("mkv-probe")) {
        heads.add(head);
      }
      switch (words[0]) {
        case "PUT" -> {
          long length = length(head);
          in.skipNBytes(length);
          lengths.put(path, length);
          say(out, 201, "");
        }
        case "DELETE" -> say(out, lengths.remove(path) == null ? 404 : 204, "");
        default ->
            out.write(
                ScriptedHost.status(
                        lengths.containsKey(path) ? 200 : 404, lengths.getOrDefault(path, 0L))
                    .getBytes(StandardCharsets.ISO_8859_1));
      }
      out.flush();
    }
  }

  private static void say(OutputStream out, int status, String body) throws IOException {
    out.write((ScriptedHost.status(status, body.length()) + body).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    return lines;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.write(c);
    }
    return text.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static long length(List<String> head) {
    return head.stream()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
