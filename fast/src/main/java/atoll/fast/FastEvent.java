package atoll.fast;

import atoll.fast.codec.ProtocolError;
import atoll.kit.AtollException;
import atoll.kit.event.Event;
import atoll.kit.event.Level;
import atoll.kit.net.Endpoint;

/// What an operator of a client or server may want to know.
public sealed interface FastEvent extends Event {

  /// A server listens.
  record Listening(Endpoint at) implements FastEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "fast.listening";
    }

    @Override
    public String message() {
      return "fast server listening at " + at;
    }
  }

  /// A server has stopped.
  record Stopped(Endpoint at) implements FastEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "fast.stopped";
    }

    @Override
    public String message() {
      return "fast server at " + at + " stopped";
    }
  }

  /// A peer broke the protocol, and its connection was closed for it.
  record Violation(Endpoint peer, ProtocolError error) implements FastEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "fast.protocol." + error.reason();
    }

    @Override
    public String message() {
      return "closed the connection with " + peer + ": " + error.message();
    }
  }

  /// A connection ended otherwise than by the peer's end of stream.
  record Lost(Endpoint peer, AtollException cause) implements FastEvent {
    @Override
    public Level level() {
      return Level.INFO;
    }

    @Override
    public String code() {
      return "fast.connection.lost";
    }

    @Override
    public String message() {
      return "lost the connection with " + peer + ": " + cause.getMessage();
    }
  }

  /// A server has as many connections as it takes.
  record TooManyConnections(Endpoint peer, int limit) implements FastEvent {
    @Override
    public Level level() {
      return Level.WARN;
    }

    @Override
    public String code() {
      return "fast.connections.full";
    }

    @Override
    public String message() {
      return "refused " + peer + ": " + limit + " connections are open; raise fast.connections.max";
    }
  }

  /// The port did not give the next connection.
  record AcceptFailed(Endpoint at, AtollException cause) implements FastEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "fast.accept.failed";
    }

    @Override
    public String message() {
      return "no connection accepted at " + at + ", trying again: " + cause.getMessage();
    }
  }

  /// A procedure threw what only a programmer can mend.
  record ProcedureFailed(String method, Throwable cause) implements FastEvent {
    @Override
    public Level level() {
      return Level.ERROR;
    }

    @Override
    public String code() {
      return "fast.procedure.failed";
    }

    @Override
    public String message() {
      return "procedure " + method + " failed, which is a fault of the program: " + cause;
    }
  }
}
