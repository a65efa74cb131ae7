package atoll.volumeserver.heartbeat;

import atoll.kit.run.Signal;
import atoll.volumeserver.wire.GrpcFailures;
import atoll.volumeserver.wire.master.Heartbeat;
import atoll.volumeserver.wire.master.HeartbeatResponse;
import atoll.volumeserver.wire.master.SeaweedGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// One call of `SendHeartbeat`. Answers wait here until somebody takes them; the next one is read
/// after that, so a master cannot fill our memory.
///
/// Sending is confined to one thread; what the master says arrives on gRPC's (guarded by a
/// concurrent queue and a volatile field).
final class MasterStream {

  private final Signal signal;
  private final ConcurrentLinkedQueue<HeartbeatResponse> answers = new ConcurrentLinkedQueue<>();
  private final ClientCallStreamObserver<Heartbeat> out;
  private volatile @Nullable String end;

  private MasterStream(Channel channel, Signal signal) {
    this.signal = signal;
    this.out =
        (ClientCallStreamObserver<Heartbeat>)
            SeaweedGrpc.newStub(channel).sendHeartbeat(new Answers());
  }

  /// @param signal raised for each answer, when heartbeats can be sent again, and at the end
  static MasterStream open(Channel channel, Signal signal) {
    return new MasterStream(channel, signal);
  }

  private final class Answers implements ClientResponseObserver<Heartbeat, HeartbeatResponse> {

    @Override
    public void beforeStart(ClientCallStreamObserver<Heartbeat> call) {
      call.disableAutoRequestWithInitial(1);
      call.setOnReadyHandler(signal::raise);
    }

    @Override
    public void onNext(HeartbeatResponse answer) {
      answers.add(answer);
      signal.raise();
    }

    @Override
    public void onError(Throwable failure) {
      end = GrpcFailures.text(Status.fromThrowable(failure));
      signal.raise();
    }

    @Override
    public void onCompleted() {
      end = "it ended the stream";
      signal.raise();
    }
  }

  /// Whether the master reads what it is sent.
  boolean isReady() {
    return out.isReady();
  }

  void send(Heartbeat heartbeat) {
    if (end == null) {
      out.onNext(heartbeat);
    }
  }

  /// The next answer, if there is one.
  @Nullable HeartbeatResponse take() {
    HeartbeatResponse answer = answers.poll();
    if (answer != null) {
      out.request(1);
    }
    return answer;
  }

  /// Why the stream is over; null while it is not.
  @Nullable String end() {
    return end;
  }

  /// Says nothing more; the master ends the stream.
  void finish() {
    if (end == null) {
      out.onCompleted();
    }
  }

  void cut() {
    if (end == null) {
      out.cancel("heartbeats end", null);
    }
  }
}
