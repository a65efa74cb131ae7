package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.unit.Durations;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The answers of another server to one call, taken one by one. Two are fetched ahead, no more, so
/// a fast peer cannot fill our memory. A call that is made while one of ours is answered ends with
/// that one.
///
/// Confined to whoever reads it (answers arrive through a concurrent queue); close it.
public final class PeerStream<R> implements AutoCloseable {

  private static final int AHEAD = 2;

  private final String what;
  private final Duration idle;
  private final ClientCall<?, R> call;
  private final LinkedBlockingQueue<Arrived<R>> arrived = new LinkedBlockingQueue<>();

  private sealed interface Arrived<R> {

    record Message<R>(R message) implements Arrived<R> {}

    record End<R>(Status status) implements Arrived<R> {}
  }

  private PeerStream(String what, Duration idle, ClientCall<?, R> call) {
    this.what = what;
    this.idle = idle;
    this.call = call;
  }

  /// Makes the call.
  ///
  /// @param what is tried, as a message begins: `copying volume 3 from 10.0.0.1:8080`
  /// @param idle how long the peer may be silent
  public static <Q, R> PeerStream<R> open(
      Channel channel, MethodDescriptor<Q, R> method, Q request, String what, Duration idle) {
    ClientCall<Q, R> call = channel.newCall(method, CallOptions.DEFAULT);
    PeerStream<R> stream = new PeerStream<>(what, idle, call);
    call.start(stream.new Listener(), new Metadata());
    call.request(AHEAD);
    call.sendMessage(request);
    call.halfClose();
    return stream;
  }

  private final class Listener extends ClientCall.Listener<R> {

    @Override
    public void onMessage(R message) {
      arrived.add(new Arrived.Message<>(message));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      arrived.add(new Arrived.End<>(status));
    }
  }

  /// The next answer; empty at the end.
  ///
  /// @throws AtollException `TIMEOUT` if the peer is silent, else as it ended the call
  public Optional<R> next() {
    Arrived<R> next;
    try {
      next = arrived.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, what + " was interrupted", e);
    }
    return switch (next) {
      case null ->
          throw new AtollException(
              Fault.TIMEOUT,
              "%s failed: nothing came for %s".formatted(what, Durations.brief(idle)));
      case Arrived.Message<R>(R message) -> {
        call.request(1);
        yield Optional.of(message);
      }
      case Arrived.End<R>(Status status) -> {
        // Whoever asks again hears the same.
        arrived.add(next);
        if (!status.isOk()) {
          throw GrpcFailures.of(what, new StatusRuntimeException(status));
        }
        yield Optional.empty();
      }
    };
  }

  /// Hangs up, unless the call is over.
  @Override
  public void close() {
    call.cancel("nobody reads on", null);
  }
}
