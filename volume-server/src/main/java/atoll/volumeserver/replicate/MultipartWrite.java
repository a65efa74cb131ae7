package atoll.volumeserver.replicate;

import atoll.http.BodyWriter;
import atoll.http.client.ClientBody;
import atoll.http.client.ClientRequest;
import atoll.kit.net.Endpoint;
import atoll.volume.NeedleBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// A write as a form with one part, as the servers of a cluster send it to each other:
///
/// ```
/// POST <path>?type=replicate&ttl=..&ts=..[&fsync=true][&cm=true]
/// Content-Type: multipart/form-data; boundary=..
///
/// --..
/// Content-Disposition: form-data; name="file"; filename=".."
/// Content-Encoding: gzip            (if it is packed)
/// Content-MD5: ..                   (if it is known)
/// Content-Type: ..                  (if it is known)
/// Idempotency-Key: <url>
/// ```
///
/// Immutable; each attempt makes a request of its own.
///
/// @param write what is sent
record MultipartWrite(ReplicaWrite write) {

  private static final int PIECE = 256 * 1024;
  private static final AtomicLong BOUNDARIES = new AtomicLong(System.nanoTime());

  /// @param url of the needle there
  ClientRequest request(Endpoint to, String url) {
    // Content may hold any text, but hardly this number of this moment.
    String boundary =
        "atoll-"
            + HexFormat.of().toHexDigits(BOUNDARIES.incrementAndGet())
            + HexFormat.of().toHexDigits(write.body().checksum().value());
    byte[] head = head(boundary, url).getBytes(StandardCharsets.UTF_8);
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    long length = head.length + write.body().bytes() + tail.length;
    ClientRequest request =
        ClientRequest.of(
            to,
            "POST",
            write.rawPath() + "?" + write.query(),
            new ClientBody.Streamed(length, out -> send(out, head, tail)));
    request.header("Content-Type", "multipart/form-data; boundary=" + boundary);
    write.pairs().forEach((name, value) -> request.header("Seaweed-" + name, value));
    Replicator.authorize(request.headers(), write.token());
    return request;
  }

  private String head(String boundary, String url) {
    StringBuilder text = new StringBuilder(256);
    text.append("--").append(boundary).append("\r\n");
    text.append("Content-Disposition: form-data; name=\"file\"; filename=\"")
        .append(escaped(write.fileName()))
        .append("\"\r\n");
    if (write.gzip()) {
      text.append("Content-Encoding: gzip\r\n");
    }
    if (!write.contentMd5().isEmpty()) {
      text.append("Content-MD5: ").append(write.contentMd5()).append("\r\n");
    }
    if (!write.mime().isEmpty()) {
      text.append("Content-Type: ").append(write.mime()).append("\r\n");
    }
    return text.append("Idempotency-Key: ").append(url).append("\r\n\r\n").toString();
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "").replace("\n", "");
  }

  private void send(BodyWriter out, byte[] head, byte[] tail) {
    out.write(ByteBuffer.wrap(head));
    switch (write.body()) {
      case NeedleBody.InMemory(ByteBuffer data, var _) -> sendMemory(out, data.duplicate(), tail);
      case NeedleBody.InFile(var file, long bytes, var _) -> {
        out.writeFile(file, 0, bytes);
        end(out, tail);
      }
    }
  }

  private static void sendMemory(BodyWriter out, ByteBuffer data, byte[] tail) {
    while (data.hasRemaining()) {
      if (!out.isOpen()) {
        return;
      }
      if (!out.isWritable()) {
        out.whenWritable(() -> sendMemory(out, data, tail));
        return;
      }
      int count = Math.min(PIECE, data.remaining());
      out.write(data.slice(data.position(), count));
      data.position(data.position() + count);
    }
    end(out, tail);
  }

  private static void end(BodyWriter out, byte[] tail) {
    out.write(ByteBuffer.wrap(tail));
    out.end();
  }
}
