package atoll.fast;

import atoll.kit.AtollException;

/// A call that did not end well, for callers that do not look at its outcome.
public final class FastException extends AtollException {

  private static final long serialVersionUID = 1L;

  private final transient CallFailure failure;

  FastException(String method, CallFailure failure) {
    super(
        failure.fault(),
        "fast request " + method + ": " + failure.message(),
        failure instanceof CallFailure.Transport transport ? transport.cause() : null);
    this.failure = failure;
  }

  public CallFailure failure() {
    return failure;
  }
}
