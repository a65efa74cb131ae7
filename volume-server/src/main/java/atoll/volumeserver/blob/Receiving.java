package atoll.volumeserver.blob;

import atoll.http.BlockingReader;
import atoll.http.BodyReader;
import atoll.http.Headers;
import atoll.http.PooledBuffer;
import atoll.http.RequestHead;
import atoll.http.field.ContentDisposition;
import atoll.http.server.Exchange;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volume.Spool;
import atoll.volume.Spools;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes the body of an upload in: small ones in one buffer, all others in a file, where neither
/// the writer of a volume nor anybody's memory waits for a slow client. Immutable.
///
/// @param parts for threads that may wait
/// @param bytesMax of the data
record Receiving(BlobParts parts, long bytesMax) {

  /// Bodies up to this size, with all that a form puts around them, are held in memory.
  static final int MEMORY_MAX = 8 << 20;

  private static final int CHUNK = 64 * 1024;

  /// What is done with an upload that came, or did not.
  interface Taker {

    /// Runs on the event loop.
    void inMemory(Received received);

    /// Runs where waiting is allowed.
    void inFile(Received received);

    /// Any thread.
    void failed(AtollException why);
  }

  /// @param spools where a large body is gathered
  void receive(Exchange exchange, BlobAddress address, Spools spools, Taker taker) {
    RequestHead request = exchange.request();
    String type = text(request.headers(), "Content-Type");
    boolean form =
        request.method().equals("POST") && (type.isEmpty() || type.contains("form-data"));
    String boundary;
    try {
      boundary = form ? Form.boundary(type) : "";
      long length = exchange.body().length();
      if (!form && length > bytesMax) {
        throw tooLarge();
      }
      if (length < 0 || length > MEMORY_MAX) {
        parts.whenWaiting(
            exchange, () -> {}, () -> spooled(exchange, address, spools, boundary, taker));
        return;
      }
    } catch (AtollException e) {
      taker.failed(e);
      return;
    }
    gathered(
        exchange,
        whole -> {
          boolean kept = false;
          try {
            Received received =
                form ? formInMemory(whole, boundary) : raw(request, address, memory(whole));
            if (received.body().bytes() > bytesMax) {
              throw tooLarge();
            }
            kept = true;
            taker.inMemory(received);
          } catch (AtollException e) {
            if (!kept) {
              whole.close();
            }
            taker.failed(e);
          }
        },
        taker::failed);
  }

  private static void gathered(
      Exchange exchange, Consumer<PooledBuffer> whole, Consumer<AtollException> failed) {
    exchange
        .body()
        .gather(
            MEMORY_MAX,
            new BodyReader.Gathered() {
              @Override
              public void whole(PooledBuffer body) {
                whole.accept(body);
              }

              @Override
              public void failed(AtollException why) {
                failed.accept(why);
              }
            });
  }

  private static UploadBody memory(PooledBuffer whole) {
    return new UploadBody.InMemory(whole, whole.bytes());
  }

  private AtollException tooLarge() {
    return new AtollException(Fault.TOO_LARGE, "file over the limited " + bytesMax + " bytes");
  }

  private static String text(Headers headers, String name) {
    String value = headers.first(name);
    return value == null ? "" : value;
  }

  /// A body that is nothing but the data.
  private static Received raw(RequestHead request, BlobAddress address, UploadBody body) {
    Headers headers = request.headers();
    return new Received(
        rawName(headers, address),
        text(headers, "Content-Type"),
        "gzip".equals(headers.first("Content-Encoding")),
        false,
        "",
        Map.of(),
        body);
  }

  private static String rawName(Headers headers, BlobAddress address) {
    String said = text(headers, "Content-Disposition");
    if (said.contains("name=")) {
      boolean whole = said.startsWith("inline") || said.startsWith("attachment");
      Optional<String> name =
          ContentDisposition.parse(whole ? said : "attachment; " + said)
              .flatMap(
                  disposition -> disposition.fileName().or(() -> disposition.parameter("name")));
      if (name.isPresent() && !name.get().isEmpty()) {
        return Naming.base(name.get());
      }
    }
    return pathBase(address.path());
  }

  private static String pathBase(String path) {
    return path.indexOf('\\') < 0 ? Naming.base(path) : path.substring(path.lastIndexOf('/') + 1);
  }

  /// The picked part is a stretch of the buffer: nothing is copied.
  private static Received formInMemory(PooledBuffer whole, String boundary) {
    ByteBuffer all = whole.bytes();
    final class Stretch implements PartPicker.Sink {
      int from;
      int length;

      @Override
      public void restart() {
        from = all.position();
        length = 0;
      }

      @Override
      public void bytes(ByteBuffer piece) {
        length += piece.remaining();
      }
    }
    Stretch stretch = new Stretch();
    Form form = new Form(boundary, stretch);
    form.feed(all);
    PartPicker.Part part = form.end();
    return ofPart(
        form, part, new UploadBody.InMemory(whole, all.slice(stretch.from, stretch.length)));
  }

  private static Received ofPart(Form form, PartPicker.Part part, UploadBody body) {
    return new Received(
        part.fileName(), part.contentType(), part.gzip(), true, part.md5(), form.fields(), body);
  }

  // ---- where waiting is allowed ----

  private void spooled(
      Exchange exchange, BlobAddress address, Spools spools, String boundary, Taker taker) {
    SpoolSink sink = new SpoolSink(spools);
    Received received;
    try {
      sink.restart();
      received =
          boundary.isEmpty()
              ? rawInFile(exchange, address, sink)
              : formInFile(exchange, boundary, sink);
    } catch (AtollException e) {
      sink.close();
      taker.failed(e);
      return;
    }
    taker.inFile(received);
  }

  private Received rawInFile(Exchange exchange, BlobAddress address, SpoolSink sink) {
    pour(exchange, sink::bytes);
    return raw(exchange.request(), address, new UploadBody.InFile(sink.spool()));
  }

  private Received formInFile(Exchange exchange, String boundary, SpoolSink sink) {
    Form form = new Form(boundary, sink);
    pour(exchange, form::feed);
    return ofPart(form, form.end(), new UploadBody.InFile(sink.spool()));
  }

  private static void pour(Exchange exchange, Consumer<ByteBuffer> to) {
    BlockingReader body = new BlockingReader(exchange.body());
    try (PooledBuffer chunk = exchange.buffer(CHUNK)) {
      ByteBuffer bytes = chunk.bytes();
      boolean more = true;
      while (more) {
        bytes.clear();
        while (more && bytes.hasRemaining()) {
          more = body.read(bytes) >= 0;
        }
        to.accept(bytes.flip());
      }
    }
  }

  /// Gathers the picked part in a file. Confined.
  private final class SpoolSink implements PartPicker.Sink {

    private final Spools spools;
    private Optional<Spool> spool = Optional.empty();

    SpoolSink(Spools spools) {
      this.spools = spools;
    }

    Spool spool() {
      return spool.orElseThrow();
    }

    @Override
    public void restart() {
      if (spool.isEmpty() || spool.get().bytes() > 0) {
        close();
        spool = Optional.of(spools.begin());
      }
    }

    @Override
    public void bytes(ByteBuffer piece) {
      if (spool().bytes() + piece.remaining() > bytesMax) {
        throw tooLarge();
      }
      if (piece.isDirect()) {
        spool().write(piece);
      } else {
        spool().write(ByteBuffer.allocateDirect(piece.remaining()).put(piece).flip());
      }
    }

    void close() {
      spool.ifPresent(Spool::close);
      spool = Optional.empty();
    }
  }
}
