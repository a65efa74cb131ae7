package atoll.mkv.hosts;

import atoll.http.BodyReader;
import atoll.http.client.ClientResponse;
import atoll.kit.AtollException;
import java.nio.ByteBuffer;

/// What the statuses and faults of a host's answer mean.
final class HostAnswers {

  private HostAnswers() {}

  /// The meaning of a status.
  static HostResult of(int status) {
    return switch (status) {
      case 200, 201, 204, 206 -> HostResult.done();
      case 404, 410 -> HostResult.failed(new HostFailure.NotFound());
      case 403, 405 -> HostResult.failed(new HostFailure.ReadOnly());
      case 421 -> HostResult.failed(new HostFailure.WrongHost("another one"));
      case 422 -> HostResult.failed(new HostFailure.ChecksumMismatch());
      case 503 -> HostResult.failed(new HostFailure.Busy());
      case 507 -> HostResult.failed(new HostFailure.NoSpace());
      default -> HostResult.failed(new HostFailure.Status(status));
    };
  }

  /// The meaning of what the client met.
  static HostFailure of(AtollException why) {
    String detail = String.valueOf(why.getMessage());
    return switch (why.fault()) {
      case TIMEOUT ->
          new HostFailure.Timeout(
              detail.startsWith("cannot connect")
                  ? HostFailure.Phase.CONNECT
                  : HostFailure.Phase.RESPONSE);
      case UNREACHABLE ->
          detail.startsWith("cannot connect")
              ? new HostFailure.Connect(detail)
              : detail.startsWith("nobody knows")
                  ? new HostFailure.Dns(detail)
                  : new HostFailure.Protocol(detail);
      case DENIED -> new HostFailure.Tls(detail);
      case BUSY -> new HostFailure.Busy();
      case CLOSED, CANCELLED -> new HostFailure.Cancelled();
      case NOT_FOUND, CONFLICT, TOO_LARGE, CORRUPT, IO, NO_SPACE, BAD_INPUT, UNSUPPORTED, BUG ->
          new HostFailure.Protocol(detail);
    };
  }

  /// Reads what is left of an answer, so that its connection can be used again, and ends it.
  static void discard(ClientResponse response) {
    response
        .body()
        .pull(
            new BodyReader.Receiver() {
              @Override
              public void bytes(ByteBuffer piece) {
                piece.position(piece.limit());
                response.body().pull(this);
              }

              @Override
              public void end() {
                response.close();
              }

              @Override
              public void failed(AtollException why) {
                response.close();
              }
            });
  }
}
