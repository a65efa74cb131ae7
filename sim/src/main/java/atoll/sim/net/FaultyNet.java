package atoll.sim.net;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A network whose connections write as they are told to: late, in small pieces, several writes in
/// one, or up to a byte and no further. What is told counts for every connection from its next
/// write on, those that were there before too; reading is not touched.
///
/// Shared (volatile settings); each connection is what its own network makes of it.
public final class FaultyNet implements Net {

  private static final long NEVER = Long.MAX_VALUE;

  private final Net net;
  private final Consumer<Duration> pause;
  private final AtomicLong bytesLeft = new AtomicLong(NEVER);
  private volatile Duration delay = Duration.ZERO;
  private volatile int pieceBytes = Integer.MAX_VALUE;
  private volatile int gathered = 1;

  /// @param pause lets time pass for the caller, for example `runner::pause`
  public FaultyNet(Net net, Consumer<Duration> pause) {
    this.net = net;
    this.pause = pause;
  }

  /// Each write waits for so long before it begins.
  public void delayWrites(Duration time) {
    Check.that(!time.isNegative(), "a delay is not negative");
    delay = time;
  }

  /// Each write goes out in pieces of so many bytes.
  public void splitWrites(int bytes) {
    Check.that(bytes > 0, "a piece has a byte");
    pieceBytes = bytes;
  }

  /// A connection holds its writes back until there are so many, and sends them as one.
  public void gatherWrites(int count) {
    Check.that(count > 0, "at least one is sent");
    gathered = count;
  }

  /// After so many more bytes, of all connections together, the connection that writes breaks in
  /// the middle of what it writes. Once.
  public void cutAfter(long bytes) {
    Check.that(bytes >= 0 && bytes < NEVER, "so many bytes");
    bytesLeft.set(bytes);
  }

  /// Everything goes as it should again; what is held back goes out with the next write.
  public void heal() {
    delay = Duration.ZERO;
    pieceBytes = Integer.MAX_VALUE;
    gathered = 1;
    bytesLeft.set(NEVER);
  }

  @Override
  public Connection dial(Endpoint to, Deadline deadline) {
    return new FaultyConnection(net.dial(to, deadline));
  }

  @Override
  public Listener listen(Endpoint at) {
    Listener listener = net.listen(at);
    return new Listener() {
      @Override
      public Endpoint local() {
        return listener.local();
      }

      @Override
      public Connection accept(Deadline deadline) {
        return new FaultyConnection(listener.accept(deadline));
      }

      @Override
      public void close() {
        listener.close();
      }
    };
  }

  /// How many of the bytes may still go; takes them.
  private int allowed(int wanted) {
    long before =
        bytesLeft.getAndUpdate(
            left -> left == NEVER ? NEVER : left < wanted ? NEVER : left - wanted);
    return before < wanted ? (int) before : wanted;
  }

  /// One connection. What it holds back is confined to its writer.
  private final class FaultyConnection implements Connection {

    private final Connection connection;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private int heldWrites;

    FaultyConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Endpoint local() {
      return connection.local();
    }

    @Override
    public Endpoint remote() {
      return connection.remote();
    }

    @Override
    public int read(ByteBuffer target, Deadline deadline) {
      return connection.read(target, deadline);
    }

    @Override
    public void write(Deadline deadline, ByteBuffer... sources) {
      for (ByteBuffer source : sources) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        held.writeBytes(bytes);
      }
      if (++heldWrites < gathered) {
        return;
      }
      byte[] all = held.toByteArray();
      held.reset();
      heldWrites = 0;
      if (delay.isPositive()) {
        pause.accept(delay);
      }
      for (int at = 0; at < all.length; ) {
        int piece = Math.min(pieceBytes, all.length - at);
        writePiece(deadline, all, at, piece);
        at += piece;
      }
    }

    private void writePiece(Deadline deadline, byte[] all, int at, int length) {
      int allowed = allowed(length);
      if (allowed > 0) {
        connection.write(deadline, ByteBuffer.wrap(all, at, allowed));
      }
      if (allowed < length) {
        connection.close();
        throw new AtollException(
            Fault.UNREACHABLE, "the connection with " + remote() + " was cut as it was told to");
      }
    }

    @Override
    public void endOutput() {
      connection.endOutput();
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
