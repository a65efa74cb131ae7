package atoll.volumeserver.blob;

import atoll.http.client.HttpClient;
import atoll.http.server.Exchange;
import atoll.http.server.FailureAnswer;
import atoll.http.server.LoopHandler;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.volumeserver.page.RequestMeter;
import atoll.volumeserver.replicate.ReplicaMeter;
import atoll.volumeserver.replicate.Replicator;

/// The doors to needles: [#admin()] takes everything, [#readOnly()] only gives. Shared.
public final class BlobDoors {

  private final BlobParts parts;
  private final Answers answers;
  private final RequestMeter requests;
  private final Throttle uploads;
  private final Throttle downloads;
  private final ReadDoor reads;
  private final UploadDoor writes;
  private final DeleteDoor deletions;

  /// @param client for other servers
  public BlobDoors(BlobParts parts, HttpClient client) {
    this.parts = parts;
    this.answers = new Answers(parts.version().serverHeader());
    this.requests = new RequestMeter(parts.node().counters());
    NeedleMeter meter = new NeedleMeter(parts.node().counters(), requests);
    var settings = parts.settings();
    this.uploads =
        new Throttle(
            settings.uploads().inFlightBytesMax(), settings.uploads().waitMax(), parts.timers());
    this.downloads =
        new Throttle(
            settings.downloads().inFlightBytesMax(),
            settings.downloads().waitMax(),
            parts.timers());
    Replicator replicator =
        new Replicator(
            client,
            parts.node().clock(),
            parts.peers().locations(),
            parts.peers().self(),
            parts.peers().secure(),
            new ReplicaMeter(parts.node().counters()));
    ManifestReader manifests = new ManifestReader(parts);
    Sending sending =
        new Sending(
            parts.node().environment().work(),
            parts.waiting(),
            parts.randomness(),
            failure -> {
              meter.broken(failure);
              parts.node().events().report(new BlobEvent.AnswerBroken(failure));
            });
    this.reads =
        new ReadDoor(
            parts,
            meter,
            downloads,
            new Elsewhere(parts, meter),
            new NeedleAnswer(parts, sending, manifests));
    this.writes = new UploadDoor(parts, meter, uploads, replicator);
    this.deletions = new DeleteDoor(parts, meter, replicator, manifests);
  }

  /// Counts requests to these doors, and to others that are measured with it.
  public RequestMeter requests() {
    return requests;
  }

  /// Reads, writes and deletes.
  public LoopHandler admin() {
    return this::admin;
  }

  /// Reads; what would change something is answered with nothing.
  public LoopHandler readOnly() {
    return this::readOnly;
  }

  /// Tells what is stored: `/status`.
  public LoopHandler status() {
    return exchange -> {
      answers.name(exchange);
      String query = exchange.request().target().rawQuery();
      boolean pretty = Answers.isPretty(Query.of(query));
      Answers.json(
          exchange, 200, StatusJson.of(parts.node().store(), parts.version().withCommit(), pretty));
    };
  }

  /// Tells whether this server should get requests: `/healthz`.
  public LoopHandler health() {
    return exchange -> {
      answers.begin(exchange);
      Answers.empty(exchange, parts.node().readiness().isReady() ? 200 : 503);
    };
  }

  /// Answers where a handler threw.
  public FailureAnswer failures() {
    return (exchange, failure) -> {
      answers.begin(exchange);
      Answers.error(exchange, status(failure), text(failure), Query.NONE);
    };
  }

  private static int status(AtollException failure) {
    return failure.fault() == Fault.BUSY ? 503 : FailureAnswer.status(failure.fault());
  }

  private static String text(AtollException failure) {
    return failure.fault() == Fault.BUG ? "internal error" : String.valueOf(failure.getMessage());
  }

  /// Bytes of uploads in flight, as far as they are counted.
  public long uploadBytes() {
    return uploads.inFlightBytes();
  }

  /// Bytes of answers in flight, as far as they are counted.
  public long downloadBytes() {
    return downloads.inFlightBytes();
  }

  private void admin(Exchange exchange) {
    if (CleanPath.redirected(exchange)) {
      return;
    }
    answers.begin(exchange);
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> reads.handle(exchange);
      case "PUT", "POST" -> writes.handle(exchange);
      case "DELETE" -> deletions.handle(exchange);
      case "OPTIONS" -> options(exchange, "PUT, POST, GET, DELETE, OPTIONS");
      default ->
          Answers.error(
              exchange,
              400,
              "unsupported method " + exchange.request().method(),
              Query.of(exchange.request().target().rawQuery()));
    }
  }

  private void readOnly(Exchange exchange) {
    if (CleanPath.redirected(exchange)) {
      return;
    }
    answers.begin(exchange);
    switch (exchange.request().method()) {
      case "GET", "HEAD" -> reads.handle(exchange);
      case "OPTIONS" -> options(exchange, "GET, OPTIONS");
      default -> exchange.send();
    }
  }

  private static void options(Exchange exchange, String methods) {
    exchange
        .header("Access-Control-Allow-Methods", methods)
        .header("Access-Control-Allow-Headers", "*")
        .send();
  }
}
