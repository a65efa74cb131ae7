package atoll.kit;

import org.jspecify.annotations.Nullable;

/// An operating fault: the disk, the peer or the bytes did what nobody expects of them. Outcomes
/// that a caller must expect are sealed results instead, and programmer errors are [Check]s.
///
/// The message names what failed, where (file and offset, host and port), and what to do.
public class AtollException extends RuntimeException {

  private final Fault fault;

  public AtollException(Fault fault, String message) {
    this(fault, message, null);
  }

  public AtollException(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public final Fault fault() {
    return fault;
  }
}
