package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The answers of another server to one call, taken one by one. Two are fetched ahead, no more, so
/// a fast peer cannot fill our memory. A call that is made while one of ours is answered ends with
/// that one.
///
/// Confined to whoever reads it (answers arrive through an inbox); close it.
public final class PeerStream<R> implements AutoCloseable {

  private static final int AHEAD = 2;

  private final ClientCall<?, R> call;
  private final Inbox<R> inbox;

  private PeerStream(String what, Duration idle, ClientCall<?, R> call) {
    this.call = call;
    this.inbox = new Inbox<>(what, idle, () -> call.request(1));
  }

  /// Makes the call.
  ///
  /// @param what is tried, as a message begins: `copying volume 3 from 10.0.0.1:8080`
  /// @param idle how long the peer may be silent
  public static <Q, R> PeerStream<R> open(
      Channel channel, MethodDescriptor<Q, R> method, Q request, String what, Duration idle) {
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    PeerStream<R> stream = new PeerStream<>(what, idle, call);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(R message) {
            stream.inbox.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            stream.inbox.end(
                status.isOk() ? null : GrpcFailures.of(what, new StatusRuntimeException(status)));
          }
        },
        new Metadata());
    call.request(AHEAD);
    call.sendMessage(request);
    call.halfClose();
    return stream;
  }

  /// The next answer; empty at the end.
  ///
  /// @throws AtollException `TIMEOUT` if the peer is silent, else as it ended the call
  public Optional<R> next() {
    return inbox.take();
  }

  /// Hands all answers over, one by one, until the end.
  ///
  /// @throws AtollException as [#next()]
  public void forEach(Consumer<? super R> taker) {
    inbox.drain(taker);
  }

  /// Hangs up, unless the call is over.
  @Override
  public void close() {
    call.cancel("nobody reads on", null);
  }
}
