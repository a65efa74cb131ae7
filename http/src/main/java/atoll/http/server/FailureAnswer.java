package atoll.http.server;

import atoll.http.PeerFailure;
import atoll.kit.AtollException;
import atoll.kit.Fault;

/// Answers in place of a handler that threw before it had answered.
@FunctionalInterface
public interface FailureAnswer {

  /// Must send a whole answer at once.
  void answer(Exchange exchange, AtollException failure);

  /// The status that fits the fault, and one line of text. A bug does not show its message.
  FailureAnswer PLAIN =
      (exchange, failure) -> {
        int status =
            failure instanceof PeerFailure peers ? peers.status() : status(failure.fault());
        String text = failure.fault() == Fault.BUG ? "internal error" : failure.getMessage();
        exchange.status(status).header("Content-Type", "text/plain; charset=utf-8");
        exchange.send(text + "\n");
      };

  /// The status that fits a fault.
  static int status(Fault fault) {
    return switch (fault) {
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case BUSY, CLOSED, CANCELLED -> 503;
      case TOO_LARGE -> 413;
      case BAD_INPUT -> 400;
      case DENIED -> 403;
      case UNREACHABLE -> 502;
      case TIMEOUT -> 504;
      case NO_SPACE -> 507;
      case UNSUPPORTED -> 501;
      case CORRUPT, IO, BUG -> 500;
    };
  }
}
