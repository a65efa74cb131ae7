package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// Statuses of gRPC in the terms of the house, both ways.
public final class GrpcFailures {

  private GrpcFailures() {}

  /// What a failed call to another server means here.
  ///
  /// @param what was tried, as a message begins: `asking 10.0.0.1:9333 where volume 3 is`
  public static AtollException of(String what, StatusRuntimeException failure) {
    Status status = failure.getStatus();
    return new AtollException(
        faultOf(status.getCode()), what + " failed: " + text(status), failure);
  }

  /// The code's name and what the other side said.
  public static String text(Status status) {
    return status.getDescription() == null
        ? status.getCode().toString()
        : status.getCode() + " " + status.getDescription();
  }

  private static Fault faultOf(Status.Code code) {
    return switch (code) {
      case CANCELLED -> Fault.CANCELLED;
      case DEADLINE_EXCEEDED -> Fault.TIMEOUT;
      case UNAVAILABLE -> Fault.UNREACHABLE;
      case NOT_FOUND -> Fault.NOT_FOUND;
      case ALREADY_EXISTS, ABORTED, FAILED_PRECONDITION -> Fault.CONFLICT;
      case RESOURCE_EXHAUSTED -> Fault.BUSY;
      case PERMISSION_DENIED, UNAUTHENTICATED -> Fault.DENIED;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> Fault.BAD_INPUT;
      case UNIMPLEMENTED -> Fault.UNSUPPORTED;
      case DATA_LOSS -> Fault.CORRUPT;
      case UNKNOWN, INTERNAL, OK -> Fault.IO;
    };
  }

  /// How this server answers a call that ended with a fault: the text as it is, under a code that
  /// says what a caller may do. Where the Go server has a plain error its code is `UNKNOWN`, which
  /// clients do not look at.
  public static Status statusOf(AtollException failure) {
    return codeOf(failure.fault()).toStatus().withDescription(failure.getMessage());
  }

  private static Status.Code codeOf(Fault fault) {
    return switch (fault) {
      case NOT_FOUND, CONFLICT, TOO_LARGE, CORRUPT, IO, NO_SPACE, BAD_INPUT, UNREACHABLE ->
          Status.Code.UNKNOWN;
      case BUSY, CLOSED -> Status.Code.UNAVAILABLE;
      case TIMEOUT -> Status.Code.DEADLINE_EXCEEDED;
      case DENIED -> Status.Code.PERMISSION_DENIED;
      case CANCELLED -> Status.Code.CANCELLED;
      case UNSUPPORTED -> Status.Code.UNIMPLEMENTED;
      case BUG -> Status.Code.INTERNAL;
    };
  }
}
