package atoll.morayembedded;

import atoll.fast.FastLimits;
import atoll.fast.FastServer;
import atoll.fast.Seams;
import atoll.kit.net.Endpoint;
import atoll.morayembedded.call.MorayCalls;
import atoll.morayembedded.store.Store;

/// A moray server: the store's buckets and objects over the fast protocol.
public final class MorayServer {

  private MorayServer() {}

  /// Begins to listen; port 0 takes a free one, which [FastServer#local] names. The store is closed
  /// after the server, by whoever opened it.
  public static FastServer start(Seams seams, Endpoint at, Store store) {
    return start(seams, at, store, FastLimits.USUAL);
  }

  /// As the other one, with bounds of one's own.
  public static FastServer start(Seams seams, Endpoint at, Store store, FastLimits limits) {
    return FastServer.start(seams, at, MorayCalls.over(store), limits);
  }
}
