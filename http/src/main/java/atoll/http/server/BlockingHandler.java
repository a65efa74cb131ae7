package atoll.http.server;

/// Answers on a virtual thread of its own and may wait. When it returns, the answer must have
/// ended.
@FunctionalInterface
public interface BlockingHandler {

  void handle(BlockingExchange exchange) throws InterruptedException;
}
