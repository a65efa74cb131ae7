package atoll.volumeserver.wire;

import com.google.protobuf.MessageLite;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends calls that are answered once and take too long, and refuses requests that are too long, as
/// soon as too much of one has come, each by the limits of its kind. Whoever answers learns of the
/// end from gRPC's context, and its answer is dropped. Immutable.
public final class CallBounds implements ServerInterceptor {

  private final CallLimits limits;
  private final ScheduledExecutorService timers;

  /// @param timers on which calls are ended
  public CallBounds(CallLimits limits, ScheduledExecutorService timers) {
    this.limits = limits;
    this.timers = timers;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    EndableCall<Q, R> endable = new EndableCall<>(call);
    int bytesMax = limits.bytes(call.getMethodDescriptor());
    ArrivingMessage arriving = ArrivingMessage.OF_CALL.get();
    if (arriving != null) {
      arriving.bind(bytesMax, () -> endable.end(tooLong(bytesMax)));
    }
    if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
      return new Measured<>(next.startCall(endable, headers), endable, bytesMax);
    }
    Duration time = limits.time(call.getMethodDescriptor());
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS, timers);
    context.addListener(
        ended -> {
          if (ended.cancellationCause() instanceof TimeoutException) {
            endable.end(
                Status.DEADLINE_EXCEEDED.withDescription(
                    "the call took longer than " + time + "; what it began may go on"));
          }
        },
        Runnable::run);
    return new Timed<>(
        new Measured<>(Contexts.interceptCall(context, endable, headers, next), endable, bytesMax),
        context);
  }

  private static Status tooLong(int bytesMax) {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        "a message is longer than the %d bytes that this call takes".formatted(bytesMax));
  }

  /// A call that can be ended beside whoever answers it. Shared (guarded by itself).
  private static final class EndableCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private boolean ended;

    EndableCall(ServerCall<Q, R> call) {
      super(call);
    }

    synchronized void end(Status status) {
      close(status, new Metadata());
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!ended) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(R message) {
      if (!ended) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!ended) {
        ended = true;
        super.close(status, trailers);
      }
    }

    synchronized boolean hasEnded() {
      return ended;
    }
  }

  /// Takes no message that is too long, nor any after it.
  private static final class Measured<Q> extends SimpleForwardingServerCallListener<Q> {

    private final EndableCall<Q, ?> call;
    private final int bytesMax;

    Measured(ServerCall.Listener<Q> next, EndableCall<Q, ?> call, int bytesMax) {
      super(next);
      this.call = call;
      this.bytesMax = bytesMax;
    }

    @Override
    public void onMessage(Q message) {
      if (message instanceof MessageLite measured && measured.getSerializedSize() > bytesMax) {
        // It came packed.
        call.end(tooLong(bytesMax));
      }
      if (!call.hasEnded()) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (!call.hasEnded()) {
        super.onHalfClose();
      }
    }
  }

  /// Gives the timer back when the call is over.
  private static final class Timed<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Context.CancellableContext context;

    Timed(ServerCall.Listener<Q> next, Context.CancellableContext context) {
      super(next);
      this.context = context;
    }

    @Override
    public void onComplete() {
      try {
        super.onComplete();
      } finally {
        context.cancel(null);
      }
    }

    @Override
    public void onCancel() {
      try {
        super.onCancel();
      } finally {
        context.cancel(null);
      }
    }
  }
}
