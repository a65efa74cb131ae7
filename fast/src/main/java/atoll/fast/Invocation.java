package atoll.fast;

import atoll.fast.codec.Encoder;
import atoll.fast.codec.Message;
import atoll.fast.codec.MessageId;
import atoll.fast.codec.Meta;
import atoll.fast.codec.Protocol;
import atoll.fast.codec.RemoteError;
import atoll.fast.codec.Values;
import atoll.fast.json.Json;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import java.util.ArrayList;
import java.util.List;

/// One request at the server, and the way to answer it: any number of values, then one end, good or
/// bad. Each value travels in a message of its own, because some peers look at the first value of a
/// message only, and pass over those in END.
///
/// Confined to its procedure.
public final class Invocation {

  /// Values that are known together are sent in pieces of about this many bytes.
  private static final int PIECE_BYTES = 64 * 1024;

  private final ServerConnection connection;
  private final Protocol protocol;
  private final MessageId id;
  private final String method;
  private final Values arguments;
  private final long startedNanos;
  private boolean ended;

  Invocation(ServerConnection connection, Message.Data request, String method, long startedNanos) {
    this.connection = connection;
    this.protocol = request.protocol();
    this.id = request.id();
    this.method = method;
    this.arguments = request.values();
    this.startedNanos = startedNanos;
  }

  /// From 1 on, unique among the connections of a server that are open.
  public int connectionId() {
    return connection.id();
  }

  public MessageId id() {
    return id;
  }

  public String method() {
    return method;
  }

  public Values arguments() {
    return arguments;
  }

  public Seams seams() {
    return connection.seams();
  }

  long startedNanos() {
    return startedNanos;
  }

  boolean hasEnded() {
    return ended;
  }

  /// Whether nobody can be answered any more.
  boolean isGone() {
    return connection.isOver();
  }

  /// Sends a value, and waits while the client reads too slowly.
  ///
  /// @param value anything but null, which clients refuse; an object, for clients that expect one
  /// @throws AtollException `CANCELLED` if the client has gone or the server closes
  public void write(Json value) {
    Check.that(!ended, "the answer has ended");
    connection.send(this, data(value));
  }

  /// Sends values that are at hand together, each in a message of its own, as [#write(Json)] does:
  /// quicker than one by one.
  public void write(List<Json> values) {
    Check.that(!ended, "the answer has ended");
    if (!values.isEmpty()) {
      connection.send(this, values.stream().map(this::data).toArray(byte[][]::new));
    }
  }

  /// Ends the answer well.
  public void end() {
    end(Values.NONE);
  }

  /// Sends values that are all at hand, and the good end: quicker than one by one.
  public void end(Values values) {
    Check.that(!ended, "the answer has ended");
    List<byte[]> frames = new ArrayList<>();
    long bytes = 0;
    for (Json value : values) {
      byte[] frame = data(value);
      frames.add(frame);
      bytes += frame.length;
      if (bytes >= PIECE_BYTES) {
        connection.send(this, frames.toArray(byte[][]::new));
        frames.clear();
        bytes = 0;
      }
    }
    frames.add(Encoder.encode(new Message.End(protocol, id, meta())));
    ended = true;
    connection.finish(this, true, frames.toArray(byte[][]::new));
  }

  /// Ends the answer badly.
  public void fail(RemoteError error) {
    Check.that(!ended, "the answer has ended");
    ended = true;
    connection.finish(
        this, false, Encoder.encode(new Message.Failure(protocol, id, meta(), error)));
  }

  void fail(AtollException fault) {
    fail(new RemoteError(FaultNames.name(fault.fault()), String.valueOf(fault.getMessage())));
  }

  void failAsBug() {
    fail(new RemoteError(FaultNames.name(Fault.BUG), "the procedure failed; see the server's log"));
  }

  private byte[] data(Json value) {
    Check.that(!value.isNull(), "clients refuse null as a value; send an object");
    return Encoder.encode(new Message.Data(protocol, id, meta(), Values.of(value)));
  }

  private Meta meta() {
    return new Meta(method, connection.seams().microseconds());
  }

  @Override
  public String toString() {
    return "request " + id + " for " + method;
  }
}
