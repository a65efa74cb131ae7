package atoll.volumeserver.wire;

import atoll.kit.Randomness;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.HexFormat;

/// Tells each caller the id of its request in the trailer `x-amz-request-id`: the one it brought,
/// or one of ours. Immutable.
public final class RequestIdInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-amz-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final int ID_CHARACTERS_MAX = 128;

  private final Randomness randomness;

  public RequestIdInterceptor(Randomness randomness) {
    this.randomness = randomness;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String brought = headers.get(REQUEST_ID);
    String id =
        brought == null || brought.isEmpty() || brought.length() > ID_CHARACTERS_MAX
            ? HexFormat.of().withUpperCase().toHexDigits(randomness.nextLong())
            : brought;
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            trailers.put(REQUEST_ID, id);
            super.close(status, trailers);
          }
        },
        headers);
  }
}
