package atoll.http.netty;

import atoll.http.HttpLimits;

/// How fast a peer takes what waits for it in the socket's queue, measured over windows in which
/// something waited all the time. Confined to its event loop.
final class ReadingPace {

  private boolean measuring;
  private long since;
  private long waitingThen;
  private long queuedSince;

  /// So many bytes more wait for the peer.
  void queued(long bytes) {
    queuedSince += bytes;
  }

  /// Measures, from time to time.
  ///
  /// @param waiting bytes in the socket's queue now
  /// @return whether the peer was slower than the limit over the window that ends now
  boolean isTooSlow(long now, long waiting, HttpLimits.Pace limit) {
    if (waiting <= 0) {
      measuring = false;
      return false;
    }
    if (!measuring) {
      begin(now, waiting);
      return false;
    }
    if (now - since < limit.window().toNanos()) {
      return false;
    }
    long taken = waitingThen + queuedSince - waiting;
    double least = limit.bytesPerSecond() * ((now - since) / 1e9);
    begin(now, waiting);
    return taken < least;
  }

  private void begin(long now, long waiting) {
    measuring = true;
    since = now;
    waitingThen = waiting;
    queuedSince = 0;
  }
}
