package atoll.moray;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a client and a server and leads their bytes on, but breaks a connection once so
/// many bytes of the server's have passed. Shared (atomic values).
final class CutWire implements AutoCloseable {

  private final MoraySeams seams;
  private final Listener door;
  private final Endpoint server;

  /// What the next connection may carry.
  private final AtomicLong mostBytes = new AtomicLong(Long.MAX_VALUE);

  private final AtomicLong carried = new AtomicLong();

  CutWire(MoraySeams seams, Endpoint server) {
    this.seams = seams;
    this.server = server;
    this.door = seams.net().listen(new Endpoint("127.0.0.1", 0));
    var _ = seams.runner().submit("wire", this::accept);
  }

  Endpoint local() {
    return door.local();
  }

  /// From now on, on all connections together.
  void cutAfter(long bytes) {
    mostBytes.set(carried.get() + bytes);
  }

  long carried() {
    return carried.get();
  }

  private Deadline soon() {
    return Deadline.after(seams.clock(), Duration.ofMinutes(1));
  }

  private void accept() {
    try {
      while (true) {
        Connection client = door.accept(soon());
        Connection upstream = seams.net().dial(server, soon());
        var _ = seams.runner().submit("there", () -> lead(client, upstream, false));
        var _ = seams.runner().submit("back", () -> lead(upstream, client, true));
      }
    } catch (AtollException closed) {
      door.close();
    }
  }

  private void lead(Connection from, Connection to, boolean counted) {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    try (from;
        to) {
      while (from.read(bytes.clear(), soon()) >= 0) {
        bytes.flip();
        if (counted) {
          long left = mostBytes.get() - carried.get();
          boolean cut = bytes.remaining() >= left;
          if (cut) {
            bytes.limit((int) left);
            mostBytes.set(Long.MAX_VALUE);
          }
          carried.addAndGet(bytes.remaining());
          to.write(soon(), bytes);
          if (cut) {
            return;
          }
        } else {
          to.write(soon(), bytes);
        }
      }
    } catch (AtollException ended) {
      // Either end may go at any time; then both are closed.
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
