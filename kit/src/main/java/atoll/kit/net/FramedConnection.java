package atoll.kit.net;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Frames over a connection. One thread may receive while another sends.
///
/// Received bytes are kept in one buffer, which grows with the bytes that really came (a frame that
/// only claims to be long costs nothing) up to the longest frame allowed, and shrinks again once
/// frames have stayed small for a while.
public final class FramedConnection implements AutoCloseable {

  static final int SMALLEST_BUFFER_BYTES = 8 * 1024;

  /// After so many frames that would have fitted a quarter of the buffer it shrinks.
  static final int PATIENCE_FRAMES = 64;

  private final Connection connection;
  private final Framing framing;
  private final int longestFrameBytes;

  /// Between its position and its limit stand the bytes that came and were not handed out. Confined
  /// to the receiver, as are the counts below.
  private ByteBuffer received;

  private long handedOutBytes;
  private int smallFrames;
  private int longestSmallBytes;

  /// Frames over a connection, which closes with this.
  ///
  /// @param longestFrameBytes a longer frame, header included, is `TOO_LARGE`
  public FramedConnection(Connection connection, Framing framing, int longestFrameBytes) {
    Check.that(longestFrameBytes > 0, "frames need some length");
    this.connection = connection;
    this.framing = framing;
    this.longestFrameBytes = longestFrameBytes;
    this.received = ByteBuffer.allocate(smallest()).limit(0);
  }

  public Connection connection() {
    return connection;
  }

  /// Waits for the next whole frame. After a `TIMEOUT` it may be called again; nothing is lost.
  ///
  /// @return the frame, header included, valid until the next call; empty if the peer ended the
  ///   stream after a whole frame
  /// @throws AtollException `TOO_LARGE` for a frame beyond the limit, what the framing throws for
  ///   one that cannot begin so (`CORRUPT`), `UNREACHABLE` if the stream ended inside a frame, and
  ///   what [Connection#read] throws
  public Optional<ByteBuffer> receive(Deadline deadline) {
    shrinkIfPatient();
    while (true) {
      int length = received.hasRemaining() ? framing.frameLength(received) : Framing.MORE;
      if (length != Framing.MORE) {
        checkLength(length);
        if (length <= received.remaining()) {
          return Optional.of(handOut(length));
        }
      } else if (received.remaining() >= longestFrameBytes) {
        throw tooLarge("more than " + received.remaining());
      }
      if (!readMore(length, deadline)) {
        return Optional.empty();
      }
    }
  }

  /// Sends what remains in the sources, which together are one or more whole frames.
  public void send(Deadline deadline, ByteBuffer... sources) {
    connection.write(deadline, sources);
  }

  @Override
  public void close() {
    connection.close();
  }

  /// The size of the buffer, for tests and statistics.
  int bufferBytes() {
    return received.capacity();
  }

  private void checkLength(int length) {
    Check.that(length > 0, () -> "a framing answered the length " + length);
    if (length > longestFrameBytes) {
      throw tooLarge(Integer.toString(length));
    }
  }

  private AtollException tooLarge(String bytes) {
    return new AtollException(
        Fault.TOO_LARGE,
        "the frame at byte "
            + handedOutBytes
            + " from "
            + connection.remote()
            + " is "
            + bytes
            + " bytes long; the limit is "
            + longestFrameBytes);
  }

  private ByteBuffer handOut(int length) {
    ByteBuffer frame = received.slice(received.position(), length);
    received.position(received.position() + length);
    handedOutBytes += length;
    if (length <= received.capacity() / 4) {
      smallFrames++;
      longestSmallBytes = Math.max(longestSmallBytes, length);
    } else {
      smallFrames = 0;
      longestSmallBytes = 0;
    }
    return frame;
  }

  /// Reads once, having made room.
  ///
  /// @return false if the stream ended between two frames
  private boolean readMore(int length, Deadline deadline) {
    makeRoom();
    int end = received.limit();
    int start = received.position();
    received.position(end).limit(received.capacity());
    int count;
    try {
      count = connection.read(received, deadline);
    } finally {
      received.limit(Math.max(end, received.position())).position(start);
    }
    if (count >= 0) {
      return true;
    }
    if (!received.hasRemaining()) {
      return false;
    }
    throw endedInside(length);
  }

  private AtollException endedInside(int length) {
    String missing =
        length == Framing.MORE
            ? "inside its header, " + received.remaining() + " bytes in"
            : length - received.remaining() + " of its " + length + " bytes missing";
    return new AtollException(
        Fault.UNREACHABLE,
        "the stream from "
            + connection.remote()
            + " ended inside the frame at byte "
            + handedOutBytes
            + ": "
            + missing);
  }

  /// Moves the bytes to the front; doubles the buffer if it is full of them.
  private void makeRoom() {
    if (received.limit() < received.capacity()) {
      return;
    }
    if (received.position() > 0) {
      received.compact().flip();
    } else {
      replaceBuffer((int) Math.min(2L * received.capacity(), longestFrameBytes));
    }
  }

  private void shrinkIfPatient() {
    if (smallFrames < PATIENCE_FRAMES) {
      return;
    }
    int wanted = Math.max(smallest(), 2 * Math.max(longestSmallBytes, received.remaining()));
    smallFrames = 0;
    longestSmallBytes = 0;
    if (wanted < received.capacity()) {
      replaceBuffer(wanted);
    }
  }

  private void replaceBuffer(int bytes) {
    received = ByteBuffer.allocate(bytes).put(received).flip();
  }

  private int smallest() {
    return Math.min(SMALLEST_BUFFER_BYTES, longestFrameBytes);
  }
}
