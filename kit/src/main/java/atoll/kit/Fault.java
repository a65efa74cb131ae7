package atoll.kit;

/// The one vocabulary of operating faults. Each says what a caller may do about it and with which
/// code a command ends. How a door words a fault (HTTP status, gRPC code, fast error name) stands
/// in that door's own exhaustive switch: docs/errors.md shows all of them side by side.
public enum Fault {
  NOT_FOUND(Remedy.MEND_FIRST, 3),
  CONFLICT(Remedy.RETRY_HIGHER_UP, 4),
  BUSY(Remedy.RETRY_HERE, 5),
  TOO_LARGE(Remedy.MEND_FIRST, 6),
  CORRUPT(Remedy.MEND_FIRST, 7),
  IO(Remedy.MEND_FIRST, 8),
  NO_SPACE(Remedy.MEND_FIRST, 9),
  UNREACHABLE(Remedy.RETRY_HERE, 10),
  TIMEOUT(Remedy.RETRY_HIGHER_UP, 11),
  DENIED(Remedy.MEND_FIRST, 12),
  BAD_INPUT(Remedy.MEND_FIRST, 2),
  CANCELLED(Remedy.RETRY_HIGHER_UP, 13),
  UNSUPPORTED(Remedy.MEND_FIRST, 14),
  CLOSED(Remedy.RETRY_HIGHER_UP, 15),
  BUG(Remedy.MEND_FIRST, 70);

  private final Remedy remedy;
  private final int exitCode;

  Fault(Remedy remedy, int exitCode) {
    this.remedy = remedy;
    this.exitCode = exitCode;
  }

  public Remedy remedy() {
    return remedy;
  }

  /// The exit code of a command that ends with this fault; 0 and 1 are never used.
  public int exitCode() {
    return exitCode;
  }

  /// What helps against a fault.
  public enum Remedy {
    /// The same call may be made again, after a pause.
    RETRY_HERE,
    /// The call must not be repeated as it is, but the operation around it may begin anew.
    RETRY_HIGHER_UP,
    /// No retry helps until somebody has changed the input, the machine or the program.
    MEND_FIRST
  }
}
