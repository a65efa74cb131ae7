package atoll.http.server;

/// Who answers a route, and where it runs.
public sealed interface Handler {

  /// Runs on the event loop of the connection and must not block.
  record OnLoop(LoopHandler handler) implements Handler {}

  /// Runs on a virtual thread of its own.
  record OnVirtualThread(BlockingHandler handler) implements Handler {}

  static Handler onLoop(LoopHandler handler) {
    return new OnLoop(handler);
  }

  static Handler onVirtualThread(BlockingHandler handler) {
    return new OnVirtualThread(handler);
  }
}
