package atoll.http.server;

import atoll.kit.Fault;
import atoll.kit.event.Event;
import atoll.kit.event.Level;

/// What an operator may want to know of a server.
public sealed interface HttpEvent extends Event {

  /// A handler threw.
  record HandlerFailed(String requestId, String method, Fault fault, Throwable cause)
      implements HttpEvent {
    @Override
    public Level level() {
      return fault == Fault.BUG ? Level.ERROR : Level.WARN;
    }

    @Override
    public String code() {
      return "http.handler.failed";
    }

    @Override
    public String message() {
      return "request " + requestId + " (" + method + ") failed with " + fault + ": " + cause;
    }
  }

  /// A handler left without answering.
  record Unanswered(String requestId, String method) implements HttpEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "http.handler.unanswered";
    }

    @Override
    public String message() {
      return "the handler of request " + requestId + " (" + method + ") left without an answer";
    }
  }

  /// A file body could not be read to its end.
  record FileFailed(String requestId, Throwable cause) implements HttpEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "http.file.failed";
    }

    @Override
    public String message() {
      return "the answer to request " + requestId + " broke off: " + cause.getMessage();
    }
  }

  /// More connections came than the limit allows.
  record TooManyConnections(String listener, int open) implements HttpEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "http.connections.refused";
    }

    @Override
    public String message() {
      return "listener "
          + listener
          + " refuses connections: "
          + open
          + " are open; raise http.connections.max or find out who holds them";
    }
  }

  /// Exchanges were cut off at the end of the drain time.
  record DrainCutOff(int connections) implements HttpEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "http.drain.cut";
    }

    @Override
    public String message() {
      return connections + " connections did not end within the drain time and were cut off";
    }
  }
}
