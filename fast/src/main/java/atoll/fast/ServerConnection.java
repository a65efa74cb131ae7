package atoll.fast;

import atoll.fast.codec.Decoded;
import atoll.fast.codec.Decoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.RemoteError;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Signal;
import atoll.kit.run.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The answering end of one connection: reads requests, starts their procedures, and sends what
/// they answer. After the client's end of stream, or when the server stops, it goes on until all
/// requests are answered.
///
/// Shared (guarded by its lock, which is never held across a wait).
final class ServerConnection {

  private static final int READ_BYTES = 64 * 1024;

  /// Answers up to here are written by the procedure itself when no other is in flight.
  private static final int SMALL_ANSWER = 16 * 1024;

  /// What unknown methods are counted as; no procedure can be called so.
  private static final String UNKNOWN_METHOD = "";

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final FastServer server;
  private final int id;
  private final Connection connection;
  private final Seams seams;
  private final FastLimits limits;
  private final FrameWriter writer;
  private final Signal turn;

  private final ReentrantLock lock = new ReentrantLock();

  /// Requests whose answer has not ended, by the id that only they may have.
  private final Map<MessageId, Running> running = new HashMap<>();

  /// Requests whose end is not queued for sending yet. Not the size of the map, because an id must
  /// be free before its end is sent.
  private int unanswered;

  private boolean readerWaits;

  /// Nothing new is begun, and the connection is closed once all answers are sent.
  private boolean draining;

  private boolean over;

  /// A request in flight. The task is unknown for a moment, and for one that is refused.
  private static final class Running {
    final Invocation invocation;
    @Nullable Task task;

    Running(Invocation invocation) {
      this.invocation = invocation;
    }
  }

  ServerConnection(FastServer server, int id, Connection connection) {
    this.server = server;
    this.id = id;
    this.connection = connection;
    this.seams = server.seams();
    this.limits = server.limits();
    this.turn = seams.runner().signal();
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
    lock.lock();
    try {
      return running.values().stream().map(one -> one.invocation).toList();
    } finally {
      lock.unlock();
    }
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
        if (e.fault() != Fault.TIMEOUT || isIdle()) {
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
    awaitTurn();
    String method = request.meta().name();
    Invocation invocation =
        new Invocation(this, request, method == null ? "" : method, seams.clock().nanos());
    Running entry = new Running(invocation);
    boolean refused;
    lock.lock();
    try {
      if (over) {
        server.counts().requestIgnored();
        return null;
      }
      if (running.putIfAbsent(request.id(), entry) != null) {
        return new ProtocolError.DuplicateMessageId(request.id());
      }
      unanswered++;
      refused = draining;
    } finally {
      lock.unlock();
    }
    server.counts().started();
    Optional<Procedure> procedure = server.procedures().find(invocation.method());
    if (method == null) {
      invocation.fail(refusal(request, "RPC request is not well-formed", "bad_data"));
    } else if (procedure.isEmpty()) {
      invocation.fail(refusal(request, "unsupported RPC method: \"" + method + "\"", "bad_method"));
    } else if (refused) {
      invocation.fail(new AtollException(Fault.CLOSED, "the server is stopping"));
    } else {
      start(entry, procedure.get());
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

  private void start(Running entry, Procedure procedure) {
    Invocation invocation = entry.invocation;
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
    lock.lock();
    try {
      entry.task = task;
      if (!over) {
        return;
      }
    } finally {
      lock.unlock();
    }
    task.cancel();
  }

  /// Waits while as many requests are in flight as may be. Meanwhile nothing is read, so that a
  /// client that sends too much comes to wait as well.
  private void awaitTurn() {
    while (true) {
      lock.lock();
      try {
        readerWaits = !over && unanswered >= limits.requestCount();
        if (!readerWaits) {
          return;
        }
      } finally {
        lock.unlock();
      }
      var _ = turn.await(Deadline.after(seams.clock(), LOOK_AGAIN));
    }
  }

  /// Sends part of an answer.
  void send(Invocation invocation, byte[]... frames) {
    if (isOver()) {
      throw new AtollException(
          Fault.CANCELLED, "the client of " + invocation + " has gone or the server closes");
    }
    write(FrameWriter.By.WORK, frames);
  }

  /// Sends the end of an answer. The id is free before that, because the client may use it again as
  /// soon as it has read the end.
  void finish(Invocation invocation, boolean well, byte[]... frames) {
    boolean alone;
    lock.lock();
    try {
      if (over) {
        return;
      }
      alone = unanswered == 1;
      running.remove(invocation.id());
    } finally {
      lock.unlock();
    }
    count(invocation, well);
    try {
      write(
          alone && size(frames) <= SMALL_ANSWER ? FrameWriter.By.SENDER : FrameWriter.By.WORK,
          frames);
    } finally {
      answered();
    }
  }

  private void count(Invocation invocation, boolean well) {
    boolean known = server.procedures().find(invocation.method()).isPresent();
    long nanos = seams.clock().nanos() - invocation.startedNanos();
    server.counts().ended(known ? invocation.method() : UNKNOWN_METHOD, nanos, well);
  }

  private void answered() {
    boolean wake;
    lock.lock();
    try {
      unanswered--;
      wake = readerWaits;
    } finally {
      lock.unlock();
    }
    if (wake) {
      turn.raise();
    }
    closeIfDrained();
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
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
    closeIfDrained();
  }

  private void closeIfDrained() {
    lock.lock();
    try {
      if (over || !draining || unanswered > 0 || !writer.isIdle()) {
        return;
      }
    } finally {
      lock.unlock();
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
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    lock.lock();
    try {
      return unanswered == 0;
    } finally {
      lock.unlock();
    }
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
    List<Running> cancelled;
    lock.lock();
    try {
      if (over) {
        return false;
      }
      over = true;
      cancelled = List.copyOf(running.values());
      running.clear();
    } finally {
      lock.unlock();
    }
    writer.close(cause);
    connection.close();
    turn.raise();
    server.forget(this);
    for (Running entry : cancelled) {
      count(entry.invocation, false);
      cancel(entry);
    }
    return true;
  }

  private void cancel(Running entry) {
    Task task;
    lock.lock();
    try {
      task = entry.task;
    } finally {
      lock.unlock();
    }
    if (task != null) {
      task.cancel();
    }
  }
}
