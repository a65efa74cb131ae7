package atoll.http.server;

/// Answers on the event loop. It must not block: what waits is handed to somebody else, who then
/// answers through the exchange.
@FunctionalInterface
public interface LoopHandler {

  void handle(Exchange exchange);
}
