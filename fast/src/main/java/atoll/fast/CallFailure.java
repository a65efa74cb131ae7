package atoll.fast;

import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.RemoteError;
import atoll.kit.AtollException;
import atoll.kit.Fault;

/// Why a call did not end well.
public sealed interface CallFailure {

  Fault fault();

  String message();

  /// The server answered with an error.
  record Server(RemoteError error) implements CallFailure {
    @Override
    public Fault fault() {
      return FaultNames.fault(error.name());
    }

    @Override
    public String message() {
      return error.toString();
    }
  }

  /// The connection broke, ended too early, was closed, or was so already.
  record Transport(AtollException cause) implements CallFailure {
    @Override
    public Fault fault() {
      return cause.fault();
    }

    @Override
    public String message() {
      return String.valueOf(cause.getMessage());
    }
  }

  /// The server broke the protocol.
  record Protocol(ProtocolError error) implements CallFailure {
    @Override
    public Fault fault() {
      return error.fault();
    }

    @Override
    public String message() {
      return error.message();
    }
  }

  /// The caller gave the call up.
  record Abandoned() implements CallFailure {
    @Override
    public Fault fault() {
      return Fault.CANCELLED;
    }

    @Override
    public String message() {
      return "abandoned by the caller";
    }
  }

  /// The time was up. Whether the server did what was asked is not known.
  record TimedOut(String waitedFor) implements CallFailure {
    @Override
    public Fault fault() {
      return Fault.TIMEOUT;
    }

    @Override
    public String message() {
      return "no " + waitedFor + " in time";
    }
  }

  /// Too much is in flight on the connection; nothing was sent.
  record Busy(int limit) implements CallFailure {
    @Override
    public Fault fault() {
      return Fault.BUSY;
    }

    @Override
    public String message() {
      return limit + " requests are in flight on this connection; use a second one";
    }
  }
}
