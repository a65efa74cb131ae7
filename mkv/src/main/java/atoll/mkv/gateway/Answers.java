package atoll.mkv.gateway;

import atoll.http.PeerFailure;
import atoll.http.field.HttpDate;
import atoll.http.server.Exchange;
import atoll.http.server.FailureAnswer;
import atoll.kit.AtollException;
import atoll.kit.Bytes;
import atoll.kit.Fault;
import atoll.mkv.plan.Conditions;
import atoll.mkv.plan.MetaFields;
import atoll.mkv.plan.Refusal;
import atoll.mkv.record.Checksums;
import atoll.mkv.record.KeyRecord;
import atoll.mkv.record.Sidecar;
import atoll.mkv.ring.Ring;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/// How refusals and records look in HTTP.
final class Answers {

  static final String METHODS = "GET, HEAD, PUT, DELETE, POST, UNLINK, RELINK";

  /// Of most answers that refuse.
  private static final int ERROR_CHARS = 192;

  private Answers() {}

  /// Answers a refusal: a JSON object with a code, a sentence and the request's id.
  static void refuse(Exchange exchange, Refusal why) {
    exchange.status(why.status());
    if (why instanceof Refusal.NoSuchMethod) {
      exchange.header("Allow", METHODS);
    }
    if (why instanceof Refusal.NoToken) {
      exchange.header("WWW-Authenticate", "Bearer");
    }
    if (why.retryAfterSeconds() > 0) {
      exchange.header("Retry-After", Long.toString(why.retryAfterSeconds()));
    }
    if (why instanceof Refusal.NoSuchRange range) {
      exchange.header("Content-Range", "bytes */" + range.sizeBytes());
    }
    error(exchange, why.code(), why.message());
  }

  private static void error(Exchange exchange, String code, String message) {
    if (exchange.request().isHead()) {
      exchange.send();
      return;
    }
    exchange.header("Content-Type", "application/json");
    StringBuilder body = new StringBuilder(ERROR_CHARS).append("{\"error\":");
    Json.string(body, code).append(",\"message\":");
    Json.string(body, message).append(",\"request_id\":");
    Json.string(body, exchange.requestId()).append("}\n");
    exchange.send(body.toString());
  }

  /// Answers in place of a handler that threw.
  static final FailureAnswer FAILURES =
      (exchange, failure) -> {
        if (failure instanceof PeerFailure peers) {
          exchange.status(peers.status());
          error(exchange, "bad_request", String.valueOf(failure.getMessage()));
          return;
        }
        refuse(exchange, refusal(failure));
      };

  /// What a fault that nobody decided over is answered with. The details stand in the log.
  static Refusal refusal(AtollException failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.fault()) {
      case BUSY, CLOSED, CANCELLED -> new Refusal.Overloaded("the gateway is busy or stopping");
      case BAD_INPUT -> new Refusal.BadRequest(message);
      case TOO_LARGE -> new Refusal.TooLarge(0);
      case UNREACHABLE, TIMEOUT -> new Refusal.HostFailed("a peer did not answer", 504);
      case NO_SPACE -> new Refusal.NoSpace();
      case UNSUPPORTED -> new Refusal.NotSupported("this");
      case NOT_FOUND, CONFLICT, CORRUPT, IO, DENIED, BUG -> new Refusal.IndexFailed();
    };
  }

  /// Whether a fault of this kind is worth a line in the log.
  static boolean isOurs(Fault fault) {
    return switch (fault) {
      case NOT_FOUND, CONFLICT, CORRUPT, IO, DENIED, BUG, NO_SPACE -> true;
      case BUSY, CLOSED, CANCELLED, BAD_INPUT, TOO_LARGE, UNREACHABLE, TIMEOUT, UNSUPPORTED ->
          false;
    };
  }

  /// What every answer about a live key tells of it.
  static void describe(Exchange exchange, KeyRecord record, Ring ring) {
    Checksums checksums = record.content().checksums();
    checksums.md5().ifPresent(md5 -> exchange.header("Content-Md5", md5.toHex()));
    exchange
        .header("ETag", Conditions.tag(record).format())
        .header("Key-Volumes", volumes(record))
        .header("Key-Balance", isBalanced(record, ring) ? "balanced" : "unbalanced");
    for (Sidecar.Field field : record.content().meta()) {
      exchange.header(MetaFields.header(field), field.value());
    }
  }

  /// What answers that carry the value itself, or stand for it, tell too.
  static void describeContent(Exchange exchange, KeyRecord record) {
    KeyRecord.Content content = record.content();
    Instant created = Instant.ofEpochMilli(content.createdMillis());
    exchange
        .header("Content-Type", content.type())
        .header("Accept-Ranges", "bytes")
        .header("Last-Modified", HttpDate.format(created))
        .header("Repr-Digest", "sha-256=:" + base64(content.checksums().sha256()) + ":");
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  private static String volumes(KeyRecord record) {
    return String.join(",", record.hosts().stream().map(Object::toString).toList());
  }

  private static boolean isBalanced(KeyRecord record, Ring ring) {
    List<?> owners = ring.owners(record.key().hash(), record.hosts().size());
    return new HashSet<>(owners).equals(new HashSet<>(record.hosts()));
  }
}
