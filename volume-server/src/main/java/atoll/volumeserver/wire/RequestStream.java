package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What a caller sends in one call, taken one message after the other: the next one is fetched when
/// this one is taken.
///
/// Confined to the thread that answers (messages arrive through an inbox).
public final class RequestStream<Q> {

  private final Inbox<Q> inbox;

  /// To be made before the call's handler returns.
  RequestStream(String what, Duration idle, ServerCallStreamObserver<?> call) {
    this.inbox = new Inbox<>(what, idle, () -> call.request(1));
    call.disableAutoRequest();
    call.setOnCancelHandler(this::hungUp);
    call.request(1);
  }

  private void hungUp() {
    inbox.end(new AtollException(Fault.CANCELLED, "the peer has hung up"));
  }

  /// Where gRPC puts the messages.
  StreamObserver<Q> target() {
    return new StreamObserver<>() {
      @Override
      public void onNext(Q message) {
        inbox.add(message);
      }

      @Override
      public void onError(Throwable failure) {
        hungUp();
      }

      @Override
      public void onCompleted() {
        inbox.end(null);
      }
    };
  }

  /// The next message; empty at the end.
  ///
  /// @throws AtollException `CANCELLED` if the peer has hung up, `TIMEOUT` if it is silent
  public Optional<Q> next() {
    return inbox.take();
  }

  /// Hands all messages over, one by one, until the end.
  ///
  /// @throws AtollException as [#next()]
  public void forEach(Consumer<? super Q> taker) {
    inbox.drain(taker);
  }
}
