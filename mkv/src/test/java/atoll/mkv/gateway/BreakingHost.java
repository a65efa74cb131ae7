package atoll.mkv.gateway;

import atoll.kit.Bytes;
import atoll.mkv.record.Sidecar;
import atoll.mkv.record.SidecarReading;
import atoll.mkv.record.SidecarState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A host with the protocol of stock nginx that keeps its files in memory and breaks at a chosen
/// step: a request that changes a file, or asks whether it is there. After each step it looks
/// whether a sidecar stands without a whole blob.
///
/// Shared, guarded by itself.
final class BreakingHost implements AutoCloseable {

  /// How it breaks.
  enum How {
    /// The connection closes in the middle of the request, and nothing is done.
    BEFORE,
    /// What was asked is done, and the connection closes without an answer.
    AFTER,
    /// Nothing is done, and the answer is 500.
    REFUSED,
    /// Half of the body is kept, and the answer says that all is well.
    HALF
  }

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> orphans = new ArrayList<>();
  private final ScriptedHost host;
  private int steps;
  private int breaking = -1;
  private How how = How.BEFORE;

  BreakingHost() throws IOException {
    this.host = new ScriptedHost((_, in, out) -> serve(in, out));
  }

  int port() {
    return host.address().at().port();
  }

  /// Breaks once, `step` steps from now.
  synchronized void breakAt(int step, How as) {
    steps = 0;
    breaking = step;
    how = as;
  }

  /// Whether it has come to that.
  synchronized boolean hasBroken() {
    return breaking < 0;
  }

  synchronized int count() {
    return files.size();
  }

  /// As a disk that was replaced by an empty one.
  synchronized void forgetAll() {
    files.clear();
  }

  /// Sidecars that were seen without a whole blob.
  synchronized List<String> orphans() {
    return List.copyOf(orphans);
  }

  private void serve(InputStream in, OutputStream out) throws IOException {
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] words = line.split(" ", 3);
      byte[] body = body(in);
      if (!answer(words[0], words[1], body, out)) {
        return;
      }
      out.flush();
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.write(c);
    }
    return text.toString(StandardCharsets.ISO_8859_1).strip();
  }

  private static byte[] body(InputStream in) throws IOException {
    int length = 0;
    boolean chunked = false;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(field.substring(15).strip());
      }
      chunked |= field.regionMatches(true, 0, "transfer-encoding:", 0, 18);
    }
    if (!chunked) {
      return in.readNBytes(length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16);
        size > 0;
        size = Integer.parseInt(line(in), 16)) {
      all.writeBytes(in.readNBytes(size));
      line(in);
    }
    line(in);
    return all.toByteArray();
  }

  /// @return whether the connection goes on
  private synchronized boolean answer(String method, String path, byte[] body, OutputStream out)
      throws IOException {
    if (path.equals("/mkv-host.json")) {
      say(out, 200, "{\"id\":\"v1\"}".getBytes(StandardCharsets.UTF_8), true);
      return true;
    }
    boolean counts = !method.equals("GET") && !path.endsWith("mkv-probe");
    boolean breaks = counts && steps++ == breaking;
    byte[] kept = body;
    if (breaks) {
      breaking = -1;
      switch (how) {
        case BEFORE -> {
          return false;
        }
        case REFUSED -> {
          say(out, 500, new byte[0], true);
          return true;
        }
        case HALF -> kept = Arrays.copyOf(body, body.length / 2);
        case AFTER -> {
          apply(method, path, kept, OutputStream.nullOutputStream());
          return false;
        }
      }
    }
    apply(method, path, kept, out);
    return true;
  }

  private void apply(String method, String path, byte[] body, OutputStream out) throws IOException {
    byte[] before = files.get(path);
    switch (method) {
      case "PUT" -> {
        files.put(path, body);
        look();
        say(out, before == null ? 201 : 204, new byte[0], true);
      }
      case "DELETE" -> {
        files.remove(path);
        look();
        say(out, before == null ? 404 : 204, new byte[0], true);
      }
      default ->
          say(
              out,
              before == null ? 404 : 200,
              before == null ? new byte[0] : before,
              !method.equals("HEAD"));
    }
  }

  private static void say(OutputStream out, int status, byte[] body, boolean withBody)
      throws IOException {
    String head = "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (withBody) {
      out.write(body);
    }
  }

  private void look() {
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      if (each.getKey().endsWith(".key")
          && SidecarReading.of(Bytes.of(each.getValue()))
              instanceof SidecarReading.Whole(Sidecar sidecar)
          && sidecar.state() != SidecarState.TOMBSTONE) {
        byte[] blob = files.get(each.getKey().substring(0, each.getKey().length() - 4));
        if (blob == null || blob.length != sidecar.sizeBytes()) {
          orphans.add(each.getKey());
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
