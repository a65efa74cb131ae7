package atoll.fast;

import atoll.fast.codec.Decoded;
import atoll.fast.codec.Decoder;
import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.MessageIds;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.Values;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.run.Signal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calling end of one connection, with any number of calls in flight on it. A connection that
/// broke stays broken: who wants another dials again, or keeps a pool.
///
/// Shared (guarded by its lock, which is never held across a wait).
public final class FastClient implements AutoCloseable {

  private static final int READ_BYTES = 64 * 1024;

  /// Frames up to here are written by the caller itself when nothing else is in flight.
  private static final int SMALL_FRAME = 16 * 1024;

  /// A reader has no deadline of its own, only calls have; it merely asks anew so often.
  private static final Duration READ_AGAIN = Duration.ofHours(1);

  private final Connection connection;
  private final Seams seams;
  private final FastLimits limits;
  private final Protocol protocol;
  private final FrameWriter writer;
  private final Signal room;
  private final ClientCounts counts;

  private final ReentrantLock lock = new ReentrantLock();
  private final MessageIds ids = new MessageIds();

  /// By the ids the server may still answer; those of calls that were given up stay taken.
  private final Map<MessageId, FastCall> pending = new HashMap<>();

  /// Calls with values that nobody has taken yet.
  private final Set<FastCall> holding = new LinkedHashSet<>();

  private long unread;
  private boolean readerWaits;
  private @Nullable AtollException gone;

  private FastClient(
      Connection connection,
      Seams seams,
      FastLimits limits,
      Protocol protocol,
      FastMetrics metrics) {
    this.counts = new ClientCounts(metrics);
    this.connection = connection;
    this.seams = seams;
    this.limits = limits;
    this.protocol = protocol;
    this.room = seams.runner().signal();
    this.writer = new FrameWriter(connection, seams, limits, () -> {}, this::lose);
  }

  /// Opens a connection.
  ///
  /// @throws AtollException as [atoll.kit.net.Net#dial]
  public static FastClient dial(Seams seams, Endpoint to, FastLimits limits, Deadline deadline) {
    return over(seams.net().dial(to, deadline), seams, limits, Protocol.V2);
  }

  /// Takes a connection over; it is closed with the client.
  public static FastClient over(
      Connection connection, Seams seams, FastLimits limits, Protocol protocol) {
    return over(connection, seams, limits, protocol, FastMetrics.unseen());
  }

  /// As the other one, counting where somebody looks.
  public static FastClient over(
      Connection connection,
      Seams seams,
      FastLimits limits,
      Protocol protocol,
      FastMetrics metrics) {
    FastClient client = new FastClient(connection, seams, limits, protocol, metrics);
    var _ = seams.runner().submit("fast reader of " + connection.remote(), client::read);
    return client;
  }

  Seams seams() {
    return seams;
  }

  /// Whether calls can still be made.
  public boolean isOpen() {
    lock.lock();
    try {
      return gone == null;
    } finally {
      lock.unlock();
    }
  }

  public Endpoint remote() {
    return connection.remote();
  }

  public ClientStats stats() {
    lock.lock();
    try {
      return counts.stats(pending.size(), unread);
    } finally {
      lock.unlock();
    }
  }

  /// Sends a request. Waits only while the connection cannot take it, up to the call's deadline;
  /// whatever goes wrong is the outcome of the call.
  ///
  /// @throws AtollException `TOO_LARGE` for arguments above [FastLimits#payloadBytes], `CANCELLED`
  ///   if the calling work is cancelled
  public FastCall call(String method, Values arguments, CallOptions options) {
    if (arguments.sizeBytes() > limits.payloadBytes()) {
      throw new AtollException(
          Fault.TOO_LARGE,
          "arguments of %s have %d bytes, at most %d are sent; raise fast.payload.max"
              .formatted(method, arguments.sizeBytes(), limits.payloadBytes()));
    }
    Deadline deadline = Deadline.after(seams.clock(), options.total());
    FastCall call = new FastCall(this, method, options, deadline, seams.runner().signal());
    counts.started();
    boolean alone;
    MessageId id;
    lock.lock();
    try {
      CallFailure refusal = refusal(deadline);
      if (refusal != null) {
        call.failed(refusal);
        counts.failed(method, 0);
        return call;
      }
      alone = pending.isEmpty();
      id = ids.next(pending::containsKey);
      pending.put(id, call);
      call.sentAs(id);
    } finally {
      lock.unlock();
    }
    send(call, id, arguments, alone);
    return call;
  }

  private @Nullable CallFailure refusal(Deadline deadline) {
    if (gone != null) {
      return new CallFailure.Transport(gone);
    }
    if (pending.size() >= limits.requestCount()) {
      return new CallFailure.Busy(limits.requestCount());
    }
    return deadline.hasPassed(seams.clock()) ? new CallFailure.TimedOut("moment to send") : null;
  }

  private void send(FastCall call, MessageId id, Values arguments, boolean alone) {
    Meta meta = new Meta(call.method(), seams.microseconds());
    byte[] frame = Encoder.encode(new Message.Data(protocol, id, meta, arguments));
    // With nothing else in flight the server has read all that was ever sent, so that a small
    // frame finds room in the socket and its writer does not wait.
    FrameWriter.By by =
        alone && frame.length <= SMALL_FRAME ? FrameWriter.By.SENDER : FrameWriter.By.WORK;
    try {
      if (!writer.send(call.deadline(), by, frame)) {
        neverSent(call, id, new CallFailure.TimedOut("room to send"));
      }
    } catch (AtollException e) {
      neverSent(call, id, new CallFailure.Transport(e));
      if (e.fault() == Fault.CANCELLED) {
        throw e;
      }
    }
  }

  private void neverSent(FastCall call, MessageId id, CallFailure failure) {
    lock.lock();
    try {
      pending.remove(id, call);
      fail(call, failure);
    } finally {
      lock.unlock();
    }
  }

  /// What a caller finds when it looks for values.
  sealed interface Taken {

    record Some(Values values) implements Taken {}

    record Over(Step outcome) implements Taken {}

    /// Neither yet.
    enum Nothing implements Taken {
      INSTANCE
    }
  }

  Taken take(FastCall call) {
    Taken taken;
    boolean wake;
    lock.lock();
    try {
      giveUpIfLate(call);
      Values values = call.poll();
      if (values != null) {
        unread -= FastCall.cost(values);
        taken = new Taken.Some(values);
      } else {
        Step outcome = call.outcome();
        taken = outcome == null ? Taken.Nothing.INSTANCE : new Taken.Over(outcome);
      }
      if (!call.hasUnread()) {
        holding.remove(call);
      }
      wake = readerMayGoOn();
    } finally {
      lock.unlock();
    }
    if (wake) {
      room.raise();
    }
    return taken;
  }

  private boolean readerMayGoOn() {
    boolean may = readerWaits && unread < limits.unreadBytes();
    if (may) {
      readerWaits = false;
    }
    return may;
  }

  /// An end that has come, but lies behind values that were not taken in time, is not seen.
  private void giveUpIfLate(FastCall call) {
    if ((call.outcome() == null || call.hasUnread()) && call.deadline().hasPassed(seams.clock())) {
      drop(call);
      if (call.outcome() instanceof Step.Done) {
        call.failed(new CallFailure.TimedOut("taker of all values"));
      } else {
        fail(call, new CallFailure.TimedOut("end of the answer"));
      }
    }
  }

  private void drop(FastCall call) {
    unread -= call.dropUnread();
    holding.remove(call);
  }

  private void fail(FastCall call, CallFailure failure) {
    if (call.outcome() == null) {
      call.failed(failure);
      counts.failed(call.method(), seams.clock().nanos() - call.startedNanos());
    }
  }

  /// Nothing has come for too long.
  void expire(FastCall call) {
    lock.lock();
    try {
      if (!call.hasUnread()) {
        fail(call, new CallFailure.TimedOut("answer"));
      }
    } finally {
      lock.unlock();
    }
  }

  Step refuseNull(FastCall call) {
    ProtocolError.NullValue error =
        new ProtocolError.NullValue(call.id() == null ? MessageId.MIN : call.id());
    end(call, new CallFailure.Protocol(error));
    return new Step.Failed(new CallFailure.Protocol(error));
  }

  void abandon(FastCall call) {
    end(call, new CallFailure.Abandoned());
  }

  private void end(FastCall call, CallFailure failure) {
    boolean wake;
    lock.lock();
    try {
      boolean unseen = call.outcome() != null && call.hasUnread();
      drop(call);
      if (unseen) {
        call.failed(failure);
      } else {
        fail(call, failure);
      }
      wake = readerMayGoOn();
    } finally {
      lock.unlock();
    }
    if (wake) {
      room.raise();
    }
    call.changed().raise();
  }

  private void read() {
    ByteBuffer received = ByteBuffer.allocate(READ_BYTES);
    Decoder decoder = new Decoder(limits.payloadBytes());
    try {
      while (true) {
        awaitRoom();
        received.clear();
        int count = readSome(received);
        if (count < 0) {
          endOfStream(decoder);
          return;
        }
        if (!deliver(decoder, received.flip())) {
          return;
        }
      }
    } catch (AtollException e) {
      lose(e);
    }
  }

  private int readSome(ByteBuffer received) {
    while (true) {
      try {
        return connection.read(received, Deadline.after(seams.clock(), READ_AGAIN));
      } catch (AtollException e) {
        if (e.fault() != Fault.TIMEOUT) {
          throw e;
        }
      }
    }
  }

  /// Waits until the values that lie unread are few enough, or it is too late to take them.
  private void awaitRoom() {
    while (true) {
      Deadline until = Deadline.after(seams.clock(), READ_AGAIN);
      List<FastCall> late = new ArrayList<>();
      lock.lock();
      try {
        for (FastCall call : List.copyOf(holding)) {
          if (unread < limits.unreadBytes()) {
            break;
          }
          giveUpIfLate(call);
          if (call.hasUnread()) {
            until = until.earlier(call.deadline());
          } else {
            late.add(call);
          }
        }
        readerWaits = unread >= limits.unreadBytes() && gone == null;
        if (!readerWaits) {
          until = null;
        }
      } finally {
        lock.unlock();
      }
      late.forEach(call -> call.changed().raise());
      if (until == null) {
        return;
      }
      var _ = room.await(until);
    }
  }

  /// Hands out all messages that are whole.
  ///
  /// @return false once the protocol was broken
  private boolean deliver(Decoder decoder, ByteBuffer received) {
    // Callers wake after the whole read: most answers arrive together with their end.
    Set<FastCall> changed = new LinkedHashSet<>();
    ProtocolError error = null;
    boolean more = true;
    while (more && error == null) {
      switch (decoder.next(received)) {
        case Decoded.NeedMore.INSTANCE -> more = false;
        case Message message -> error = accept(message, changed);
        case ProtocolError found -> error = found;
      }
    }
    changed.forEach(call -> call.changed().raise());
    if (error != null) {
      violated(error);
    }
    return error == null;
  }

  private @Nullable ProtocolError accept(Message message, Set<FastCall> changed) {
    lock.lock();
    try {
      FastCall call = pending.get(message.id());
      if (call == null) {
        return new ProtocolError.UnknownMessageId(message.id());
      }
      if (!(message instanceof Message.Data)) {
        pending.remove(message.id());
      }
      if (call.outcome() != null) {
        counts.dropped();
        return null;
      }
      changed.add(call);
      switch (message) {
        case Message.Data data -> keep(call, data.values());
        case Message.End end -> {
          keep(call, end.values());
          call.done();
          counts.completed(call.method(), seams.clock().nanos() - call.startedNanos());
        }
        case Message.Failure failure -> fail(call, new CallFailure.Server(failure.error()));
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void keep(FastCall call, Values values) {
    if (!values.isEmpty()) {
      unread += call.add(values);
      holding.add(call);
    }
  }

  private void endOfStream(Decoder decoder) {
    decoder
        .end()
        .ifPresentOrElse(
            this::violated,
            () ->
                lose(
                    new AtollException(
                        Fault.UNREACHABLE,
                        "the server at " + connection.remote() + " ended the connection")));
  }

  private void violated(ProtocolError error) {
    seams.events().report(new FastEvent.Violation(connection.remote(), error));
    breakOff(new CallFailure.Protocol(error), new AtollException(error.fault(), error.message()));
  }

  private void lose(AtollException cause) {
    breakOff(new CallFailure.Transport(cause), cause);
  }

  private void breakOff(CallFailure failure, AtollException cause) {
    List<FastCall> ended;
    lock.lock();
    try {
      if (gone != null) {
        return;
      }
      gone = cause;
      ended = List.copyOf(pending.values());
      pending.clear();
      ended.forEach(call -> fail(call, failure));
      readerWaits = false;
    } finally {
      lock.unlock();
    }
    writer.close(cause);
    connection.close();
    room.raise();
    ended.forEach(call -> call.changed().raise());
  }

  /// Ends the connection and fails all calls in flight.
  @Override
  public void close() {
    lose(
        new AtollException(
            Fault.CLOSED, "the connection with " + connection.remote() + " was closed here"));
  }
}
