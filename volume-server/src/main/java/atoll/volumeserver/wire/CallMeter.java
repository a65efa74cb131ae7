package atoll.volumeserver.wire;

import atoll.kit.count.Counter;
import atoll.kit.count.Family;
import atoll.kit.count.Gauge;
import atoll.kit.count.Histogram;
import atoll.kit.count.Registry;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// Counts calls by what is called and how it ended, and measures how long they took. SeaweedFS has
/// no such metrics. Shared (its counters are concurrent).
public final class CallMeter implements ServerInterceptor {

  private static final String PREFIX = "atoll_grpc_";

  private final Family<Counter> calls;
  private final Family<Histogram> seconds;
  private final Family<Gauge> inFlight;

  public CallMeter(Registry registry) {
    calls =
        registry.counters(
            PREFIX + "calls_total", "Calls of gRPC by what is called and status.", "call", "code");
    seconds =
        registry.histograms(
            PREFIX + "call_seconds",
            "How long calls of gRPC took.",
            Histogram.exponentialBounds(0.0001, 2, 24),
            "call");
    inFlight = registry.gauges(PREFIX + "in_flight_calls", "Calls of gRPC that run now.", "call");
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    String name = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    long began = System.nanoTime();
    AtomicReference<Status> answered = new AtomicReference<>(Status.CANCELLED);
    inFlight.with(name).add(1);
    ServerCall.Listener<Q> listener =
        next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                answered.set(status);
                super.close(status, trailers);
              }
            },
            headers);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        count(name, began, Objects.requireNonNull(answered.get()));
        super.onComplete();
      }

      @Override
      public void onCancel() {
        count(name, began, Status.CANCELLED);
        super.onCancel();
      }
    };
  }

  private void count(String name, long began, Status status) {
    inFlight.with(name).add(-1);
    seconds.with(name).observeNanos(System.nanoTime() - began);
    calls.with(name, status.getCode().name()).increment();
  }
}
