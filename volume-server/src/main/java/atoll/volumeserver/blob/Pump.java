package atoll.volumeserver.blob;

import atoll.http.BodyWriter;
import atoll.http.PooledBuffer;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends a body that is made of texts and of stretches of a source, as fast as the client takes it
/// and with a bounded part of it in memory. Confined to the event loop, but for a read that has to
/// wait.
final class Pump {

  private static final int CHUNK = 256 * 1024;

  /// A piece of the body.
  sealed interface Segment {

    record Text(Bytes bytes) implements Segment {}

    record Part(ByteSpan span) implements Segment {}
  }

  private final Exchange exchange;
  private final Source source;
  private final Iterator<Segment> segments;
  private final Executor work;
  private final Consumer<AtollException> failed;
  private final BodyWriter out;
  private long at;
  private long left;

  private Pump(
      Exchange exchange,
      Source source,
      List<Segment> segments,
      long length,
      Executor work,
      Consumer<AtollException> failed) {
    this.exchange = exchange;
    this.source = source;
    this.segments = segments.iterator();
    this.work = work;
    this.failed = failed;
    this.out = exchange.stream(length);
  }

  /// Answers the exchange, from any thread.
  ///
  /// @param source closed at the end
  /// @param length of all segments, or -1 for chunked encoding
  /// @param work where reads that wait are made
  /// @param failed told if the source fails; the connection is broken off then
  static void send(
      Exchange exchange,
      Source source,
      List<Segment> segments,
      long length,
      Executor work,
      Consumer<AtollException> failed) {
    Pump pump = new Pump(exchange, source, segments, length, work, failed);
    exchange.loop().execute(pump::run);
  }

  private void run() {
    try {
      while (out.isOpen()) {
        if (!out.isWritable()) {
          out.whenWritable(this::run);
          return;
        }
        if (left == 0 && !next()) {
          out.end();
          source.close();
          return;
        }
        if (left > 0 && !step()) {
          return;
        }
      }
      source.close();
    } catch (AtollException e) {
      fail(e);
    }
  }

  /// @return false at the end
  private boolean next() {
    if (!segments.hasNext()) {
      return false;
    }
    switch (segments.next()) {
      case Segment.Text(Bytes bytes) -> out.write(bytes.asBuffer());
      case Segment.Part(ByteSpan span) -> {
        at = span.first();
        left = span.length();
        if (source instanceof StoredSource stored && stored.pass(out, at, left)) {
          left = 0;
        }
      }
    }
    return true;
  }

  /// @return false if somebody else goes on
  private boolean step() {
    PooledBuffer piece = exchange.buffer((int) Math.min(CHUNK, left));
    boolean handed = false;
    try {
      if (source.readNow(at, piece.bytes())) {
        handed = true;
        write(piece);
        return true;
      }
      work.execute(() -> readWaiting(piece));
      handed = true;
      return false;
    } catch (RejectedExecutionException _) {
      out.abort();
      source.close();
      return false;
    } finally {
      if (!handed) {
        piece.close();
      }
    }
  }

  private void readWaiting(PooledBuffer piece) {
    @Nullable AtollException failure = null;
    try {
      source.read(at, piece.bytes());
    } catch (AtollException e) {
      failure = e;
    }
    AtollException why = failure;
    exchange
        .loop()
        .execute(() -> {
          if (why == null) {
            write(piece);
            run();
          } else {
            piece.close();
            fail(why);
          }
        });
  }

  private void write(PooledBuffer piece) {
    int count = piece.bytes().flip().remaining();
    at += count;
    left -= count;
    out.write(piece);
  }

  private void fail(AtollException why) {
    failed.accept(why);
    out.abort();
    source.close();
  }
}
