package atoll.http.server;

/// Told of each exchange once, when it has ended, on an event loop. It must not block.
@FunctionalInterface
public interface AccessLog {

  void completed(Exchange exchange, Completion completion);

  /// What never became an exchange, because its head was malformed, too large, too slow or broke
  /// off. A connection that closes without a byte of a head, a failed handshake and a connection
  /// above the limit are no requests and are not told.
  default void rejected(Rejection rejection) {}

  /// For those who do not want to know.
  AccessLog NONE = (exchange, completion) -> {};
}
