package atoll.mkv.hosts;

import atoll.kit.AtollException;
import atoll.kit.Fault;

/// What went wrong between the gateway and a blob host.
public sealed interface HostFailure {

  /// Nobody answers at its address.
  record Connect(String detail) implements HostFailure {}

  /// Its name is not known.
  record Dns(String detail) implements HostFailure {}

  /// TLS could not be agreed on.
  record Tls(String detail) implements HostFailure {}

  /// It took too long.
  record Timeout(Phase phase) implements HostFailure {}

  /// What was waited for.
  enum Phase {
    CONNECT,
    WRITE,
    RESPONSE,
    IDLE
  }

  /// It answered a status that none of the others stands for.
  record Status(int status) implements HostFailure {}

  /// It does not have what was asked for.
  record NotFound() implements HostFailure {}

  /// Its disk is full.
  record NoSpace() implements HostFailure {}

  /// It takes no writes.
  record ReadOnly() implements HostFailure {}

  /// What it has is not what was sent.
  record ChecksumMismatch() implements HostFailure {}

  /// The body ended too early.
  record ShortBody(long expectedBytes, long foundBytes) implements HostFailure {}

  /// What it sent is not HTTP, or the connection broke in the middle.
  record Protocol(String detail) implements HostFailure {}

  /// We gave the request up ourselves.
  record Cancelled() implements HostFailure {}

  /// Somebody else answers at its address: its identity file names another host, or is missing.
  record WrongHost(String found) implements HostFailure {}

  /// A limit is reached: no connection to it is free, or it says that it has too much to do.
  record Busy() implements HostFailure {}

  /// What it means that a body broke off while it was read.
  static HostFailure ofBody(AtollException why) {
    return switch (why.fault()) {
      case TIMEOUT -> new Timeout(Phase.IDLE);
      case CANCELLED, CLOSED -> new Cancelled();
      case NOT_FOUND,
          CONFLICT,
          BUSY,
          TOO_LARGE,
          CORRUPT,
          IO,
          NO_SPACE,
          UNREACHABLE,
          DENIED,
          BAD_INPUT,
          UNSUPPORTED,
          BUG ->
          new Protocol(String.valueOf(why.getMessage()));
    };
  }

  /// Whether the same request may be made again.
  default boolean isRetryable() {
    return switch (this) {
      case Connect _, Dns _, Timeout _, Protocol _, Busy _, ShortBody _ -> true;
      case Status failed -> failed.status() >= 500;
      case Tls _, NotFound _, NoSpace _, ReadOnly _, ChecksumMismatch _, Cancelled _, WrongHost _ ->
          false;
    };
  }

  /// Whether it tells against the host's health.
  default boolean countsAgainstHealth() {
    return switch (this) {
      case Connect _, Dns _, Tls _, Timeout _, Protocol _, ShortBody _, WrongHost _ -> true;
      case NoSpace _, ReadOnly _, ChecksumMismatch _ -> true;
      case Status failed -> failed.status() >= 500;
      case NotFound _, Cancelled _, Busy _ -> false;
    };
  }

  /// Whether it is sure that nothing was written.
  default boolean isNothingWritten() {
    return switch (this) {
      case Connect _, Dns _, Tls _, NotFound _, ReadOnly _, WrongHost _, Busy _ -> true;
      case Timeout timeout -> timeout.phase() == Phase.CONNECT;
      case Status failed -> failed.status() < 500;
      case NoSpace _, ChecksumMismatch _, ShortBody _, Protocol _, Cancelled _ -> false;
    };
  }

  /// Whether the host may still be at work on the request: what is removed now may come to life.
  default boolean isPerhapsUnderWay() {
    return switch (this) {
      case Timeout timeout -> timeout.phase() != Phase.CONNECT;
      case Protocol _, Cancelled _ -> true;
      case Connect _, Dns _, Tls _, Busy _, WrongHost _ -> false;
      case Status _, NotFound _, NoSpace _, ReadOnly _, ChecksumMismatch _, ShortBody _ -> false;
    };
  }

  /// The house's word for it, from which a door takes its status.
  default Fault fault() {
    return switch (this) {
      case Connect _, Dns _, Tls _ -> Fault.UNREACHABLE;
      case Timeout _ -> Fault.TIMEOUT;
      case Status _, Protocol _, ShortBody _, WrongHost _ -> Fault.UNREACHABLE;
      case NotFound _ -> Fault.NOT_FOUND;
      case NoSpace _ -> Fault.NO_SPACE;
      case ReadOnly _ -> Fault.DENIED;
      case ChecksumMismatch _ -> Fault.CORRUPT;
      case Cancelled _ -> Fault.CANCELLED;
      case Busy _ -> Fault.BUSY;
    };
  }

  /// What a client of the gateway is answered when this is all that can be said.
  default int clientStatus() {
    return switch (this) {
      case Timeout _ -> 504;
      case NoSpace _ -> 507;
      case Busy _, ReadOnly _, Cancelled _ -> 503;
      case Connect _,
          Dns _,
          Tls _,
          Status _,
          Protocol _,
          ShortBody _,
          WrongHost _,
          NotFound _,
          ChecksumMismatch _ ->
          502;
    };
  }

  /// A short word for a label of metrics.
  default String kind() {
    return switch (this) {
      case Connect _ -> "connect";
      case Dns _ -> "dns";
      case Tls _ -> "tls";
      case Timeout _ -> "timeout";
      case Status _ -> "status";
      case NotFound _ -> "not_found";
      case NoSpace _ -> "no_space";
      case ReadOnly _ -> "read_only";
      case ChecksumMismatch _ -> "checksum";
      case ShortBody _ -> "short_body";
      case Protocol _ -> "protocol";
      case Cancelled _ -> "cancelled";
      case WrongHost _ -> "wrong_host";
      case Busy _ -> "busy";
    };
  }
}
