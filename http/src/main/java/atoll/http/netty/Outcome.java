package atoll.http.netty;

import io.netty.util.concurrent.Future;

/// What becomes of a write or a close that nobody waits for.
final class Outcome {

  private Outcome() {}

  /// A write that fails closes the connection, and everybody hears of that by `channelInactive`.
  static void seenAtClose(Future<?> future) {
    if (future.cause() instanceof Error error) {
      throw error;
    }
  }
}
