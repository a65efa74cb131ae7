package atoll.fast;

import atoll.kit.Fault;
import java.util.Arrays;

/// How this door words a fault: the error's name on the wire, and back.
final class FaultNames {

  private FaultNames() {}

  static String name(Fault fault) {
    return switch (fault) {
      case NOT_FOUND -> "NotFoundError";
      case CONFLICT -> "ConflictError";
      case BUSY -> "BusyError";
      case TOO_LARGE -> "TooLargeError";
      case CORRUPT -> "CorruptError";
      case IO -> "IOError";
      case NO_SPACE -> "NoSpaceError";
      case UNREACHABLE -> "UnreachableError";
      case TIMEOUT -> "TimeoutError";
      case DENIED -> "DeniedError";
      case BAD_INPUT -> "BadInputError";
      case CANCELLED -> "CancelledError";
      case UNSUPPORTED -> "FastError";
      case CLOSED -> "ClosedError";
      case BUG -> "InternalError";
    };
  }

  /// What a name means. One that is not from here is an answer of the application: the same call
  /// would get it again, so it is a conflict until somebody who knows the name says otherwise.
  static Fault fault(String name) {
    return Arrays.stream(Fault.values())
        .filter(fault -> name(fault).equals(name))
        .findFirst()
        .orElse(Fault.CONFLICT);
  }
}
