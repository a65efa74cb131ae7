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
import atoll.fast.json.Json;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.net.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/// One end of a connection that says just what a test tells it to.
final class RawPeer implements AutoCloseable {

  private final Connection connection;
  private final Clock clock;
  private final Decoder decoder = new Decoder(64 << 20);
  private final ByteBuffer received = ByteBuffer.allocate(8192).limit(0);

  RawPeer(Connection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  private Deadline soon() {
    return Deadline.after(clock, Duration.ofSeconds(20));
  }

  void send(byte[]... frames) {
    for (byte[] frame : frames) {
      connection.write(soon(), ByteBuffer.wrap(frame));
    }
  }

  void endOutput() {
    connection.endOutput();
  }

  /// The next message; an assertion error if the stream ends before.
  Message next() {
    while (true) {
      switch (decoder.next(received)) {
        case Message message -> {
          return message;
        }
        case ProtocolError error -> throw new AssertionError(error.message());
        case Decoded.NeedMore.INSTANCE -> {
          if (read() < 0) {
            throw new AssertionError("the stream ended");
          }
        }
      }
    }
  }

  private int read() {
    received.clear();
    int count = connection.read(received, soon());
    received.flip();
    return count;
  }

  /// Reads to the end of the stream, which must have no more messages.
  boolean isAtEnd() {
    return read() < 0;
  }

  static byte[] request(int id, String method, Json... arguments) {
    return Encoder.encode(
        new Message.Data(
            Protocol.V2, new MessageId(id), new Meta(method, 1), Values.of(arguments)));
  }

  static byte[] data(int id, Json... values) {
    return request(id, "x", values);
  }

  static byte[] end(int id, Json... values) {
    return Encoder.encode(
        new Message.End(
            Protocol.V2, new MessageId(id), new Meta("x", 1), Values.of(List.of(values))));
  }

  @Override
  public void close() {
    connection.close();
  }
}
