package atoll.http.server;

/// Told of each exchange once, when it has ended, on an event loop. It must not block.
@FunctionalInterface
public interface AccessLog {

  void completed(Exchange exchange, Completion completion);

  /// For those who do not want to know.
  AccessLog NONE = (exchange, completion) -> {};
}
