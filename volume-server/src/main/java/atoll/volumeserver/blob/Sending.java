package atoll.volumeserver.blob;

import atoll.http.PooledBuffer;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Randomness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Sends content with its ranges. The headers that describe it are set before. Immutable.
///
/// @param work where stored content is read that is not in memory
/// @param waiting where all other content is read: it may come from other servers
/// @param failed told if content cannot be read
record Sending(
    Executor work, Executor waiting, Randomness randomness, Consumer<AtollException> failed) {

  /// Content up to this size is sent in one piece.
  private static final int WHOLE_MAX = 2 << 20;

  private static final int BOUNDARY_BYTES = 30;

  /// Answers with the source, which is closed at the end. Callable from any thread that may wait
  /// for the source, and with a [MemorySource] from any.
  ///
  /// @param type that the source is known to have; empty leaves it to its first bytes
  void send(Exchange exchange, Source source, String type) {
    long size = source.length();
    if (exchange.request().isHead()) {
      source.close();
      exchange.stream(size).end();
      return;
    }
    switch (RangePlan.of(exchange.request().headers().first("Range"), size)) {
      case RangePlan.Whole _ -> span(exchange, source, new ByteSpan(0, size));
      case RangePlan.Nothing _ -> {
        source.close();
        exchange.send();
      }
      case RangePlan.Invalid _ -> {
        source.close();
        Answers.text(exchange, 416, RangePlan.INVALID_TEXT);
      }
      case RangePlan.One(ByteSpan span) -> {
        exchange.status(206).header("Content-Range", span.contentRange(size));
        span(exchange, source, span);
      }
      case RangePlan.Many(List<ByteSpan> spans) -> many(exchange, source, spans, type);
    }
  }

  private void span(Exchange exchange, Source source, ByteSpan span) {
    if (span.length() == 0) {
      source.close();
      exchange.send();
      return;
    }
    sniff(exchange, source, span);
    if (source instanceof MemorySource memory && span.length() <= WHOLE_MAX) {
      PooledBuffer answer = exchange.buffer((int) span.length());
      memory.read(span.first(), answer.bytes());
      source.close();
      answer.bytes().flip();
      exchange.send(answer);
      return;
    }
    pump(exchange, source, List.of(new Pump.Segment.Part(span)), span.length());
  }

  private static void sniff(Exchange exchange, Source source, ByteSpan span) {
    if (exchange.responseHeaders().has("Content-Type")
        || exchange.responseHeaders().has("Content-Encoding")) {
      return;
    }
    int bytes = (int) Math.min(ContentSniffer.BYTES_MAX, span.length());
    ByteBuffer head;
    if (source instanceof MemorySource memory) {
      head = memory.bytes().slice((int) span.first(), bytes);
    } else {
      head = Source.room(source, bytes);
      source.peek(span.first(), head);
      head.flip();
    }
    exchange.header("Content-Type", ContentSniffer.detect(head));
  }

  private void many(Exchange exchange, Source source, List<ByteSpan> spans, String type) {
    byte[] random = new byte[BOUNDARY_BYTES];
    randomness.nextBytes(random);
    String boundary = HexFormat.of().formatHex(random);
    List<Pump.Segment> segments = new ArrayList<>(2 * spans.size() + 1);
    long length = 0;
    for (ByteSpan span : spans) {
      String before =
          (segments.isEmpty() ? "--" : "\r\n--")
              + boundary
              + "\r\nContent-Range: "
              + span.contentRange(source.length())
              + "\r\nContent-Type: "
              + type
              + "\r\n\r\n";
      length += text(segments, before) + span.length();
      segments.add(new Pump.Segment.Part(span));
    }
    length += text(segments, "\r\n--" + boundary + "--\r\n");
    boolean encoded = exchange.responseHeaders().has("Content-Encoding");
    exchange.responseHeaders().set("Content-Type", "multipart/byteranges; boundary=" + boundary);
    exchange.status(206);
    pump(exchange, source, segments, encoded ? -1 : length);
  }

  private static int text(List<Pump.Segment> segments, String text) {
    Bytes bytes = Bytes.utf8(text);
    segments.add(new Pump.Segment.Text(bytes));
    return bytes.size();
  }

  private void pump(Exchange exchange, Source source, List<Pump.Segment> segments, long length) {
    Executor reads = source instanceof StoredSource ? work : waiting;
    Pump.send(exchange, source, segments, length, reads, failed);
  }
}
