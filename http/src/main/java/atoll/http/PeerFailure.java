package atoll.http;

import atoll.kit.AtollException;
import atoll.kit.Fault;

/// A fault of the other end: what it sent is broken, too much or too slow.
public final class PeerFailure extends AtollException {

  private final int status;

  public PeerFailure(Fault fault, int status, String message) {
    super(fault, message);
    this.status = status;
  }

  /// What a server answers, if it still can.
  public int status() {
    return status;
  }
}
