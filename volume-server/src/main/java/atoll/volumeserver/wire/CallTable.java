package atoll.volumeserver.wire;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.event.Events;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The calls of one gRPC service, each bound to who answers it. A service has more calls than one
/// class should answer, so each family of operations binds its own. A call that nobody binds is
/// answered with `UNIMPLEMENTED`.
///
/// Confined to the start of the server.
public final class CallTable {

  /// Who may call.
  public enum Access {
    /// Everybody: peers copy from each other, and monitoring reads.
    OPEN,
    /// Whom the gate admits.
    GATED
  }

  private final ServiceDescriptor service;
  private final CallGate gate;
  private final Events events;
  private final Duration streamIdle;
  private final Map<String, Binding<?, ?>> bindings = new LinkedHashMap<>();

  public CallTable(ServiceDescriptor service, CallGate gate, Events events) {
    this(service, gate, events, GrpcLimits.DEFAULTS);
  }

  public CallTable(ServiceDescriptor service, CallGate gate, Events events, GrpcLimits limits) {
    this.service = service;
    this.gate = gate;
    this.events = events;
    this.streamIdle = limits.streamIdle();
  }

  private record Binding<Q, R>(MethodDescriptor<Q, R> method, ServerCallHandler<Q, R> handler) {

    void addTo(ServerServiceDefinition.Builder definition) {
      definition.addMethod(method, handler);
    }
  }

  /// Binds a call with one request and one answer.
  ///
  /// @param answer runs on a thread of its own and may wait; throws [AtollException] or
  ///   [CallRefused]
  public <Q, R> CallTable bind(
      MethodDescriptor<Q, R> method, Access access, Function<? super Q, ? extends R> answer) {
    String name = String.valueOf(method.getBareMethodName());
    return bind(
        method,
        access,
        ServerCalls.asyncUnaryCall((request, observer) -> {
          R result;
          try {
            result = answer.apply(request);
          } catch (RuntimeException e) {
            observer.onError(failure(name, e).asRuntimeException());
            return;
          }
          observer.onNext(result);
          observer.onCompleted();
        }));
  }

  /// Binds a call with one request and many answers.
  ///
  /// @param answer runs on a thread of its own and may wait; what it calls at other servers ends
  ///   when the peer hangs up; throws [AtollException] or [CallRefused]
  public <Q, R> CallTable bindStream(
      MethodDescriptor<Q, R> method, Access access, BiConsumer<? super Q, AnswerStream<R>> answer) {
    String name = String.valueOf(method.getBareMethodName());
    return bind(
        method,
        access,
        ServerCalls.asyncServerStreamingCall((request, observer) -> {
          var call = (ServerCallStreamObserver<R>) observer;
          AnswerStream<R> answers = new AnswerStream<>(call, streamIdle);
          work(name, call, () -> answer.accept(request, answers));
        }));
  }

  /// Binds a call with many requests and one answer.
  ///
  /// @param answer as with [#bindStream]; it takes as many requests as it likes
  public <Q, R> CallTable bindUpload(
      MethodDescriptor<Q, R> method, Access access, Function<RequestStream<Q>, R> answer) {
    String name = String.valueOf(method.getBareMethodName());
    return bind(
        method,
        access,
        ServerCalls.asyncClientStreamingCall(observer -> {
          var call = (ServerCallStreamObserver<R>) observer;
          RequestStream<Q> requests = new RequestStream<>(name, streamIdle, call);
          work(name, call, () -> call.onNext(answer.apply(requests)));
          return requests.target();
        }));
  }

  /// Answers on a thread of its own: gRPC's must be free to say what the peer does.
  private <R> void work(String name, ServerCallStreamObserver<R> call, Runnable answer) {
    Runnable work =
        () -> {
          try {
            answer.run();
          } catch (RuntimeException e) {
            fail(name, call, e);
            return;
          }
          call.onCompleted();
        };
    Thread.ofVirtual().name("grpc-stream-" + name).start(Context.current().wrap(work));
  }

  /// A peer that has hung up is told nothing, and nobody else needs to know.
  private <R> void fail(String name, ServerCallStreamObserver<R> call, RuntimeException failure) {
    if (!call.isCancelled()) {
      call.onError(failure(name, failure).asRuntimeException());
    }
  }

  /// Binds a call of any shape.
  public <Q, R> CallTable bind(
      MethodDescriptor<Q, R> method, Access access, ServerCallHandler<Q, R> handler) {
    String name = String.valueOf(method.getBareMethodName());
    ServerCallHandler<Q, R> guarded = access == Access.OPEN ? handler : guarded(name, handler);
    Check.that(
        bindings.put(method.getFullMethodName(), new Binding<>(method, guarded)) == null,
        () -> name + " is bound twice");
    return this;
  }

  private <Q, R> ServerCallHandler<Q, R> guarded(String name, ServerCallHandler<Q, R> handler) {
    return (call, headers) -> {
      try {
        gate.admit(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
      } catch (RuntimeException e) {
        call.close(failure(name, e), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return handler.startCall(call, headers);
    };
  }

  /// How a failed call is answered; it is reported here, once.
  public Status failure(String method, RuntimeException failure) {
    return switch (failure) {
      case CallRefused refused -> told(method, refused.status());
      case AtollException known -> told(method, GrpcFailures.statusOf(known));
      default -> {
        events.report(new CallEvent.Broken(method, failure));
        yield Status.INTERNAL.withDescription("a bug: " + failure).withCause(failure);
      }
    };
  }

  private Status told(String method, Status status) {
    events.report(new CallEvent.Failed(method, GrpcFailures.text(status)));
    return status;
  }

  public ServerServiceDefinition build() {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      Binding<?, ?> binding = bindings.get(method.getFullMethodName());
      (binding == null ? unbound(method) : binding).addTo(definition);
    }
    return definition.build();
  }

  private static <Q, R> Binding<Q, R> unbound(MethodDescriptor<Q, R> method) {
    return new Binding<>(
        method,
        (call, _) -> {
          call.close(
              Status.UNIMPLEMENTED.withDescription(
                  "this server has no " + method.getBareMethodName()),
              new Metadata());
          return new ServerCall.Listener<>() {};
        });
  }
}
