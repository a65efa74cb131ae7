package atoll.volumeserver.node;

/// Whether the server should get requests. It is once its volumes are loaded and a master has taken
/// the first heartbeat; losing the master later does not change that, leaving and stopping do.
///
/// Shared (volatile fields that only ever become true).
public final class Readiness {

  private volatile boolean loaded;
  private volatile boolean known;
  private volatile boolean left;
  private volatile boolean stopping;

  /// All volumes are loaded.
  public void loaded() {
    loaded = true;
  }

  /// A master has taken a heartbeat.
  public void known() {
    known = true;
  }

  /// No more heartbeats are sent; what is stored is served on.
  public void left() {
    left = true;
  }

  /// The process is about to end.
  public void stopping() {
    stopping = true;
  }

  public boolean isStopping() {
    return stopping;
  }

  public boolean hasLeft() {
    return left;
  }

  public boolean isReady() {
    return loaded && known && !left && !stopping;
  }

  /// Why it is not ready, in a sentence for an operator; empty if it is.
  public String obstacle() {
    if (stopping) {
      return "the server is stopping";
    } else if (left) {
      return "the server has left its cluster";
    } else if (!loaded) {
      return "volumes are being loaded";
    } else if (!known) {
      return "no master has taken a heartbeat yet";
    }
    return "";
  }
}
