package atoll.volumeserver.wire;

import io.grpc.Status;

/// A call is answered with a status that says more than a fault does.
public final class CallRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Status status;

  public CallRefused(Status.Code code, String message) {
    super(message);
    this.status = code.toStatus().withDescription(message);
  }

  public Status status() {
    return status;
  }
}
