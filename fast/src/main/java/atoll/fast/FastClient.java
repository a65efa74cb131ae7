package atoll.fast;

import atoll.fast.codec.Decoded;
import atoll.fast.codec.Decoder;
import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.ProtocolError;
import atoll.fast.codec.Values;
import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The calling end of one connection, with any number of calls in flight on it. A connection that
/// broke stays broken: who wants another dials again, or keeps a pool.
///
/// Shared (what changes is guarded by its calls in flight and its writer).
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
  private final Inflight inflight;

  private FastClient(
      Connection connection,
      Seams seams,
      FastLimits limits,
      Protocol protocol,
      FastMetrics metrics) {
    this.connection = connection;
    this.seams = seams;
    this.limits = limits;
    this.protocol = protocol;
    this.inflight = new Inflight(seams, limits, new ClientCounts(metrics));
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
    return inflight.isOpen();
  }

  public Endpoint remote() {
    return connection.remote();
  }

  public ClientStats stats() {
    return inflight.stats();
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
    switch (inflight.begin(call)) {
      case Inflight.Begun.Refused.INSTANCE -> {}
      case Inflight.Begun.As begun -> send(call, begun.id(), arguments, begun.alone());
    }
    return call;
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
        inflight.neverSent(call, id, new CallFailure.TimedOut("room to send"));
      }
    } catch (AtollException e) {
      inflight.neverSent(call, id, new CallFailure.Transport(e));
      if (e.fault() == Fault.CANCELLED) {
        throw e;
      }
    }
  }

  Inflight.Taken take(FastCall call) {
    return inflight.take(call);
  }

  /// Nothing has come for too long.
  void expire(FastCall call) {
    inflight.expire(call);
  }

  Step refuseNull(FastCall call) {
    ProtocolError.NullValue error =
        new ProtocolError.NullValue(call.id() == null ? MessageId.MIN : call.id());
    inflight.end(call, new CallFailure.Protocol(error));
    return new Step.Failed(new CallFailure.Protocol(error));
  }

  void abandon(FastCall call) {
    inflight.end(call, new CallFailure.Abandoned());
  }

  private void read() {
    ByteBuffer received = ByteBuffer.allocate(READ_BYTES);
    Decoder decoder = new Decoder(limits.payloadBytes());
    try {
      while (true) {
        inflight.awaitRoom();
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
        case Message message -> error = inflight.accept(message, changed);
        case ProtocolError found -> error = found;
      }
    }
    changed.forEach(call -> call.changed().raise());
    if (error != null) {
      violated(error);
    }
    return error == null;
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
    List<FastCall> ended = inflight.breakOff(failure, cause);
    if (ended != null) {
      writer.close(cause);
      connection.close();
      ended.forEach(call -> call.changed().raise());
    }
  }

  /// Ends the connection and fails all calls in flight.
  @Override
  public void close() {
    lose(
        new AtollException(
            Fault.CLOSED, "the connection with " + connection.remote() + " was closed here"));
  }
}
