package atoll.mkv.host;

import atoll.http.BlockingWriter;
import atoll.http.field.HttpDate;
import atoll.http.server.BlockingExchange;
import atoll.http.server.Exchange;
import atoll.http.server.FailureAnswer;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Fault;
import atoll.kit.disk.DiskEntry;
import atoll.kit.event.Events;
import atoll.kit.run.Runner;
import atoll.mkv.record.Sidecar;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Answers the requests of a host. Reads and removals run on the disk's threads, uploads on a
/// virtual thread each that hands its pieces over.
///
/// Shared.
final class HostRequests {

  private static final String METHODS = "GET, HEAD, PUT, DELETE";
  private static final String READING_METHODS = "GET, HEAD";

  /// Bytes that may be written, in the answer with the identity.
  private static final String FREE_FIELD = "X-Mkv-Free-Bytes";

  private final BlobFiles files;
  private final DiskThreads threads;
  private final HostLimits limits;
  private final Path root;
  private final Clock clock;
  private final Runner runner;
  private final Events events;
  private final Semaphore uploads;
  private final ConcurrentLinkedQueue<ByteBuffer> pieces = new ConcurrentLinkedQueue<>();

  HostRequests(
      BlobFiles files,
      DiskThreads threads,
      HostLimits limits,
      Path root,
      Clock clock,
      Runner runner,
      Events events) {
    this.files = files;
    this.threads = threads;
    this.limits = limits;
    this.root = root;
    this.clock = clock;
    this.runner = runner;
    this.events = events;
    this.uploads = new Semaphore(limits.uploads());
  }

  /// On the event loop.
  void handle(Exchange exchange) {
    guarded(exchange, () -> route(exchange)).run();
  }

  private void route(Exchange exchange) {
    HostPath path = HostPath.of(exchange.request().rawPath());
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> read(exchange, path);
      case "PUT" -> put(exchange, path);
      case "DELETE" -> delete(exchange, path);
      default -> refuseMethod(exchange, METHODS);
    }
  }

  /// The same at the door of clients that were redirected.
  void handleReading(Exchange exchange) {
    guarded(exchange, () -> routeReading(exchange)).run();
  }

  private void routeReading(Exchange exchange) {
    if (!exchange.request().isHead() && !exchange.request().method().equals("GET")) {
      refuseMethod(exchange, READING_METHODS);
    } else if (HostPath.of(exchange.request().rawPath()) instanceof HostPath.Blob blob) {
      threads.run(guarded(exchange, () -> file(exchange, blob)));
    } else {
      absent(exchange);
    }
  }

  private static void refuseMethod(Exchange exchange, String methods) {
    exchange.status(405).header("Allow", methods);
    exchange.send(exchange.request().method() + " is not a method of this door\n");
  }

  private void read(Exchange exchange, HostPath path) {
    switch (path) {
      case HostPath.Blob blob -> threads.run(guarded(exchange, () -> file(exchange, blob)));
      case HostPath.Identity _ -> threads.run(guarded(exchange, () -> identity(exchange)));
      case HostPath.Folder folder ->
          runner.submit("mkv host list", guarded(exchange, () -> list(exchange, folder)));
      case HostPath.Unended _ -> {
        exchange.status(301).header("Location", exchange.request().rawPath() + '/');
        exchange.send();
      }
      case HostPath.Nothing _ -> absent(exchange);
    }
  }

  private void file(Exchange exchange, HostPath.Blob blob) {
    Optional<BlobFiles.Found> found = files.find(blob);
    if (found.isEmpty()) {
      absent(exchange);
      return;
    }
    try (var _ = found.get().file()) {
      FileReads.answer(exchange, found.get(), "application/octet-stream", clock);
    }
  }

  private void identity(Exchange exchange) {
    Optional<BlobFiles.Found> found = files.identity();
    if (found.isEmpty()) {
      absent(exchange);
      return;
    }
    try (var _ = found.get().file()) {
      exchange.header(FREE_FIELD, Long.toString(files.usableBytes()));
      FileReads.answer(exchange, found.get(), "application/json", clock);
    }
  }

  private void list(Exchange exchange, HostPath.Folder folder) {
    Optional<List<DiskEntry>> entries = threads.call(() -> files.list(folder));
    if (entries.isEmpty()) {
      absent(exchange);
      return;
    }
    exchange.status(200).header("Content-Type", "application/json");
    try (BlockingWriter writer = new BlockingExchange(exchange).stream(-1)) {
      Listing.write(entries.get(), writer);
    }
  }

  private static void absent(Exchange exchange) {
    exchange.status(404).header("Content-Type", "text/plain; charset=utf-8");
    exchange.send("there is no such file\n");
  }

  private void put(Exchange exchange, HostPath path) {
    if (!(path instanceof HostPath.Blob blob)) {
      refuse(exchange, 403, "only files at /xx/yy/NAME can be written");
      return;
    }
    if (exchange.request().headers().has("Content-Range")) {
      refuse(exchange, 501, "a part of a file cannot be written");
      return;
    }
    if (!uploads.tryAcquire()) {
      throw new AtollException(
          Fault.BUSY, limits.uploads() + " uploads are under way: come again later");
    }
    boolean handedOver = false;
    try {
      runner.submit("mkv host put", guarded(exchange, () -> receive(exchange, blob)));
      handedOver = true;
    } finally {
      if (!handedOver) {
        uploads.release();
      }
    }
  }

  private void receive(Exchange exchange, HostPath.Blob blob) {
    ByteBuffer piece = pieces.poll();
    if (piece == null) {
      piece = ByteBuffer.allocateDirect(limits.pieceBytes());
    }
    try {
      BlockingExchange waiting = new BlockingExchange(exchange);
      BodyChecks checks = BodyChecks.of(exchange.request().headers(), blob);
      if (!files.hasRoom(waiting.body().length(), limits.floorBytes())) {
        events.report(new BlobHostEvent.NoRoom(root, limits.floorBytes()));
        refuse(exchange, 507, "the disk is full");
        return;
      }
      Upload upload = new Upload(files, threads, limits, blob, checks, modified(exchange));
      answer(exchange, upload.receive(waiting.body(), piece));
    } finally {
      pieces.add(piece);
      uploads.release();
    }
  }

  private static void answer(Exchange exchange, PutResult result) {
    switch (result) {
      case PutResult.Stored stored -> {
        exchange
            .status(stored.replaced() ? 204 : 201)
            .header(BodyChecks.CRC32C_FIELD, stored.crc32c());
        if (stored.withSidecar()) {
          exchange.header(Sidecar.FIELD, "stored");
        }
        exchange.send();
      }
      case PutResult.Mismatch(String what) -> refuse(exchange, 422, what);
    }
  }

  /// The time that a client gives a file, as nginx takes it from there.
  private Optional<Instant> modified(Exchange exchange) {
    @Nullable String date = exchange.request().headers().first("Date");
    return date == null ? Optional.empty() : HttpDate.parse(date, clock.now());
  }

  private void delete(Exchange exchange, HostPath path) {
    if (!(path instanceof HostPath.Blob blob)) {
      refuse(exchange, 403, "only files at /xx/yy/NAME can be removed");
      return;
    }
    threads.run(
        guarded(
            exchange,
            () -> {
              var _ =
                  files
                      .remove(blob)
                      .whenComplete((there, failure) -> {
                        if (failure != null) {
                          failed(exchange, DiskThreads.rethrown(failure));
                        } else if (there) {
                          exchange.status(204).send();
                        } else {
                          absent(exchange);
                        }
                      });
            }));
  }

  private static void refuse(Exchange exchange, int status, String why) {
    exchange.status(status).header("Content-Type", "text/plain; charset=utf-8");
    exchange.send(why + "\n");
  }

  /// Work whose failure is answered.
  private Runnable guarded(Exchange exchange, Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException failure) {
        failed(exchange, failure);
      }
    };
  }

  private void failed(Exchange exchange, RuntimeException failure) {
    AtollException known =
        failure instanceof AtollException atoll
            ? atoll
            : new AtollException(Fault.BUG, "the host failed: " + failure, failure);
    switch (known.fault()) {
      case IO, CORRUPT, BUG, NO_SPACE ->
          events.report(
              new BlobHostEvent.Failed(
                  exchange.request().method(), exchange.request().rawPath(), known));
      case NOT_FOUND,
          CONFLICT,
          BUSY,
          TOO_LARGE,
          UNREACHABLE,
          TIMEOUT,
          DENIED,
          BAD_INPUT,
          CANCELLED,
          UNSUPPORTED,
          CLOSED -> {}
    }
    if (exchange.isAnswered()) {
      exchange.abort();
      return;
    }
    if (known.fault() == Fault.BUSY) {
      exchange.header("Retry-After", "1");
    }
    FailureAnswer.PLAIN.answer(exchange, known);
  }
}
