package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.unit.Durations;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The answers of one call. Each is handed over only when the peer has room for it, so that a slow
/// reader costs the memory of a few answers, whatever there is to send.
///
/// Confined to the thread that answers; gRPC's threads only wake it (guarded by its lock).
public final class AnswerStream<R> {

  private final ServerCallStreamObserver<R> out;
  private final Duration idle;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// To be made before the call's handler returns.
  ///
  /// @param idle how long the peer may take to make room
  AnswerStream(ServerCallStreamObserver<R> out, Duration idle) {
    this.out = out;
    this.idle = idle;
    out.setOnReadyHandler(this::wake);
    out.setOnCancelHandler(this::wake);
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends an answer as soon as the peer has room for it.
  ///
  /// @throws AtollException `CANCELLED` if the peer has hung up, `TIMEOUT` if it does not read
  public void send(R answer) {
    if (!await(out::isReady, idle)) {
      throw new AtollException(
          Fault.TIMEOUT, "the peer has read nothing for " + Durations.brief(idle));
    }
    out.onNext(answer);
  }

  /// Lets time pass.
  ///
  /// @throws AtollException `CANCELLED` if the peer hangs up
  public void pause(Duration time) {
    var _ = await(() -> false, time);
  }

  /// @return whether it came true in time
  private boolean await(BooleanSupplier wanted, Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!out.isCancelled()) {
        if (wanted.getAsBoolean()) {
          return true;
        }
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtollException(Fault.CANCELLED, "the server ends", e);
    } finally {
      lock.unlock();
    }
    throw new AtollException(Fault.CANCELLED, "the peer has hung up");
  }

  /// Whether the peer has hung up.
  public boolean isCancelled() {
    return out.isCancelled();
  }
}
