package atoll.volumeserver.blob;

import atoll.http.server.Exchange;

/// The parts that all answers of the store's doors have in common, and the plain ones. Immutable.
final class Answers {

  private final String server;

  /// @param server the header `Server`
  Answers(String server) {
    this.server = server;
  }

  /// To be called first.
  void begin(Exchange exchange) {
    name(exchange);
    String origin = exchange.request().headers().first("Origin");
    if (origin != null && !origin.isEmpty()) {
      exchange
          .header("Access-Control-Allow-Origin", "*")
          .header("Access-Control-Allow-Credentials", "true");
    }
  }

  /// For pages about the server, which other sites have no business to read.
  void name(Exchange exchange) {
    exchange.header("Server", server);
  }

  /// A status and nothing else.
  static void empty(Exchange exchange, int status) {
    exchange.status(status).send();
  }

  /// A status and nothing else; why stands in the log.
  static void empty(Exchange exchange, int status, AnswerReason why) {
    exchange.attach(why);
    empty(exchange, status);
  }

  static void json(Exchange exchange, int status, String text) {
    exchange
        .status(status)
        .header("Content-Type", "application/json")
        .header("X-Content-Type-Options", "nosniff")
        .send(text);
  }

  /// `{"error":"..."}`
  static void error(Exchange exchange, int status, String message, Query query) {
    exchange.attach(AnswerReason.of(message));
    json(exchange, status, JsonText.error(message, isPretty(query)));
  }

  static boolean isPretty(Query query) {
    return !query.get("pretty").isEmpty();
  }

  /// Plain text, as Go's library words its errors.
  static void text(Exchange exchange, int status, String message) {
    exchange.attach(AnswerReason.of(message));
    exchange.responseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.status(status).header("X-Content-Type-Options", "nosniff").send(message);
  }
}
