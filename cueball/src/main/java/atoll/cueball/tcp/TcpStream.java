package atoll.cueball.tcp;

import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A TCP stream that knows whether it is of any more use. Shared as any [Connection] is: one reads,
/// one writes, anybody closes (a volatile field).
public final class TcpStream implements Connection {

  private static final Duration LISTENING_TIME = Duration.ofMillis(1);

  private final Connection connection;
  private final Clock clock;
  private volatile boolean broken;

  TcpStream(Connection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  boolean isBroken() {
    return broken;
  }

  /// Listens for a moment. A stream that nobody uses says nothing: its end, a fault, and a byte
  /// that nobody asked for each mean that it is of no more use.
  boolean isQuiet(Deadline deadline) {
    if (broken) {
      return false;
    }
    try {
      Deadline moment = Deadline.after(clock, LISTENING_TIME);
      int _ = read(ByteBuffer.allocate(1), moment.earlier(deadline));
      broken = true;
    } catch (AtollException ended) {
      if (ended.fault() == Fault.CANCELLED) {
        throw ended;
      }
    }
    return !broken;
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
    try {
      int count = connection.read(target, deadline);
      if (count < 0) {
        broken = true;
      }
      return count;
    } catch (AtollException failed) {
      if (failed.fault() != Fault.TIMEOUT) {
        broken = true;
      }
      throw failed;
    }
  }

  @Override
  public void write(Deadline deadline, ByteBuffer... sources) {
    boolean written = false;
    try {
      connection.write(deadline, sources);
      written = true;
    } finally {
      if (!written) {
        broken = true;
      }
    }
  }

  @Override
  public void endOutput() {
    broken = true;
    connection.endOutput();
  }

  @Override
  public void close() {
    broken = true;
    connection.close();
  }
}
