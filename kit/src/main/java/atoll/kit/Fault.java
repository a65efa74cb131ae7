package atoll.kit;

/// The one vocabulary of operating faults. Each says what a caller may do about it and with which
/// code a command ends. How a door words a fault (HTTP status, gRPC code, fast error name) stands
/// in that door's own exhaustive switch: docs/errors.md shows all of them side by side.
public enum Fault {
  /// What was asked for does not exist: a file, a key, a name.
  NOT_FOUND(Remedy.MEND_FIRST, 3),
  /// Somebody else was there first, or the thing has changed since it was read.
  CONFLICT(Remedy.RETRY_HIGHER_UP, 4),
  /// A limit is reached for now: a queue, a budget, a pool.
  BUSY(Remedy.RETRY_HERE, 5),
  /// The input is larger than what is allowed.
  TOO_LARGE(Remedy.MEND_FIRST, 6),
  /// Stored or received bytes are not what their format or checksum says.
  CORRUPT(Remedy.MEND_FIRST, 7),
  /// The disk or the system answered an error.
  IO(Remedy.MEND_FIRST, 8),
  /// The disk is full, or over the floor that must stay free.
  NO_SPACE(Remedy.MEND_FIRST, 9),
  /// Nobody answers there, or the peer broke the connection.
  UNREACHABLE(Remedy.RETRY_HERE, 10),
  /// A deadline passed. Whether the operation took place is not known.
  TIMEOUT(Remedy.RETRY_HIGHER_UP, 11),
  /// The caller or the process lacks the right.
  DENIED(Remedy.MEND_FIRST, 12),
  /// A flag, a file or a request says something that makes no sense.
  BAD_INPUT(Remedy.MEND_FIRST, 2),
  /// The work was asked to end.
  CANCELLED(Remedy.RETRY_HIGHER_UP, 13),
  /// This cannot be done here: a newer format, a missing capability.
  UNSUPPORTED(Remedy.MEND_FIRST, 14),
  /// The thing was closed while it was used, or before.
  CLOSED(Remedy.RETRY_HIGHER_UP, 15),
  /// The program broke a promise of its own.
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
