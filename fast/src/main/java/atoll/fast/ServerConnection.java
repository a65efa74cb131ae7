package atoll.fast;

import atoll.fast.codec.Decoded;
import atoll.fast.codec.Decoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Task;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answering end of one connection: reads requests, starts their procedures, and sends what
/// they answer. After the client's end of stream, or when the server stops, it goes on until all
/// requests are answered.
///
/// Shared (its requests and its writer are).
final class ServerConnection {

  private static final int READ_BYTES = 64 * 1024;

  /// Answers up to here are written by the procedure itself when no other is in flight.
  private static final int SMALL_ANSWER = 16 * 1024;

  /// What unknown methods are counted as; no procedure can be called so.
  private static final String UNKNOWN_METHOD = "";

  private final FastServer server;
  private final int id;
  private final Connection connection;
  private final Seams seams;
  private final FastLimits limits;
  private final FrameWriter writer;
  private final OpenRequests open;

  ServerConnection(FastServer server, int id, Connection connection) {
    this.server = server;
    this.id = id;
    this.connection = connection;
    this.seams = server.seams();
    this.limits = server.limits();
    this.open = new OpenRequests(seams, limits);
    this.writer = new FrameWriter(connection, seams, limits, this::closeIfDrained, this::breakOff);
  }

  int id() {
    return id;
  }

  Endpoint remote() {
    return connection.remote();
  }

  Seams seams() {
    return seams;
  }

  List<Invocation> invocations() {
    return open.list();
  }

  /// Reads requests until the client ends its side or the connection is over.
  void read() {
    ByteBuffer received = ByteBuffer.allocate(READ_BYTES);
    Decoder decoder = new Decoder(limits.payloadBytes());
    try {
      while (true) {
        received.clear();
        int count = readSome(received);
        if (count < 0) {
          decoder.end().ifPresentOrElse(this::violated, this::drain);
          return;
        }
        if (!take(decoder, received.flip())) {
          return;
        }
      }
    } catch (AtollException e) {
      breakOff(e);
    }
  }

  private int readSome(ByteBuffer received) {
    while (true) {
      try {
        return connection.read(received, Deadline.after(seams.clock(), limits.idle()));
      } catch (AtollException e) {
        if (e.fault() != Fault.TIMEOUT || open.isIdle()) {
          throw e;
        }
      }
    }
  }

  /// @return false once nothing more is to be read
  private boolean take(Decoder decoder, ByteBuffer received) {
    while (true) {
      switch (decoder.next(received)) {
        case Decoded.NeedMore.INSTANCE -> {
          return true;
        }
        case ProtocolError error -> {
          violated(error);
          return false;
        }
        case Message message -> {
          ProtocolError error = accept(message);
          if (error != null) {
            violated(error);
            return false;
          }
        }
      }
    }
  }

  private @Nullable ProtocolError accept(Message message) {
    return switch (message) {
      case Message.Data request -> begin(request);
      case Message.End end -> new ProtocolError.UnexpectedStatus(end.id());
      case Message.Failure _ -> {
        // Kept free for a client that gives a request up; nobody has ever defined what follows.
        server.counts().abortIgnored();
        yield null;
      }
    };
  }

  private @Nullable ProtocolError begin(Message.Data request) {
    open.awaitTurn();
    String method = request.meta().name();
    Invocation invocation =
        new Invocation(this, request, method == null ? "" : method, seams.clock().nanos());
    OpenRequests.Admission admission = open.admit(invocation);
    switch (admission) {
      case OVER -> server.counts().requestIgnored();
      case DUPLICATE -> {
        return new ProtocolError.DuplicateMessageId(request.id());
      }
      case BEGUN, DRAINING -> {
        server.counts().started();
        Optional<Procedure> procedure = server.procedures().find(invocation.method());
        if (method == null) {
          invocation.fail(refusal(request, "RPC request is not well-formed", "bad_data"));
        } else if (procedure.isEmpty()) {
          invocation.fail(
              refusal(request, "unsupported RPC method: \"" + method + "\"", "bad_method"));
        } else if (admission == OpenRequests.Admission.DRAINING) {
          invocation.fail(new AtollException(Fault.CLOSED, "the server is stopping"));
        } else {
          start(invocation, procedure.get());
        }
      }
    }
    return null;
  }

  private static RemoteError refusal(Message.Data request, String message, String reason) {
    Map<String, Json> info = new LinkedHashMap<>();
    info.put("fastReason", Json.text(reason));
    info.put(
        "rpcMethod", request.meta().name() == null ? Json.NULL : Json.text(request.meta().name()));
    info.put("rpcMsgid", Json.number(request.id().value()));
    return new RemoteError("FastError", message, Json.object(info));
  }

  private void start(Invocation invocation, Procedure procedure) {
    Task task;
    try {
      task =
          seams
              .runner()
              .submit("fast " + invocation.method(), () -> server.answer(procedure, invocation));
    } catch (AtollException e) {
      invocation.fail(e);
      return;
    }
    open.runs(invocation, task);
  }

  /// Sends part of an answer.
  void send(Invocation invocation, byte[]... frames) {
    if (open.isOver()) {
      throw new AtollException(
          Fault.CANCELLED, "the client of " + invocation + " has gone or the server closes");
    }
    write(FrameWriter.By.WORK, frames);
  }

  /// Sends the end of an answer. The id is free before that, because the client may use it again as
  /// soon as it has read the end.
  void finish(Invocation invocation, boolean well, byte[]... frames) {
    OpenRequests.Leaving leaving = open.leave(invocation);
    if (leaving == OpenRequests.Leaving.UNHEARD) {
      return;
    }
    count(invocation, well);
    boolean alone = leaving == OpenRequests.Leaving.LAST;
    try {
      write(
          alone && size(frames) <= SMALL_ANSWER ? FrameWriter.By.SENDER : FrameWriter.By.WORK,
          frames);
    } finally {
      open.answered();
      closeIfDrained();
    }
  }

  private void count(Invocation invocation, boolean well) {
    boolean known = server.procedures().find(invocation.method()).isPresent();
    long nanos = seams.clock().nanos() - invocation.startedNanos();
    server.counts().ended(known ? invocation.method() : UNKNOWN_METHOD, nanos, well);
  }

  private void write(FrameWriter.By by, byte[]... frames) {
    Deadline stalled = Deadline.after(seams.clock(), limits.stalled());
    if (!writer.send(stalled, by, frames)) {
      AtollException slow =
          new AtollException(
              Fault.TIMEOUT,
              "the client read too little for " + limits.stalled().toSeconds() + " s");
      breakOff(slow);
      throw slow;
    }
  }

  private static long size(byte[][] frames) {
    long bytes = 0;
    for (byte[] frame : frames) {
      bytes += frame.length;
    }
    return bytes;
  }

  /// Begins nothing new, and closes the connection once all answers are sent.
  void drain() {
    open.drain();
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (!open.isDrained() || !writer.isIdle()) {
      return;
    }
    try {
      connection.endOutput();
    } catch (AtollException e) {
      breakOff(e);
      return;
    }
    breakOff(null);
  }

  boolean isOver() {
    return open.isOver();
  }

  private void violated(ProtocolError error) {
    server.counts().violated();
    seams.events().report(new FastEvent.Violation(remote(), error));
    end(new AtollException(error.fault(), error.message()));
  }

  /// Closes the connection now and cancels the procedures that still run for it.
  ///
  /// @param cause null if all went well
  void breakOff(@Nullable AtollException cause) {
    AtollException reason =
        cause == null ? new AtollException(Fault.CLOSED, "all is answered") : cause;
    if (end(reason) && cause != null) {
      seams.events().report(new FastEvent.Lost(remote(), cause));
    }
  }

  /// @return whether this call ended it
  private boolean end(AtollException cause) {
    List<Invocation> left =
        open.end(() -> {
          writer.close(cause);
          connection.close();
          server.forget(this);
        });
    if (left == null) {
      return false;
    }
    left.forEach(invocation -> count(invocation, false));
    return true;
  }
}
