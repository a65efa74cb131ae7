package atoll.cueballmanatee;

import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server on loopback that can be shut and opened. Shared (a concurrent set).
final class Gate implements AutoCloseable {

  private final ServerSocket door;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  Gate(int target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("gate").start(this::serve);
  }

  Endpoint address() {
    return new Endpoint("127.0.0.1", door.getLocalPort());
  }

  void shut() {
    shut = true;
    sockets.forEach(Gate::closeQuietly);
  }

  void open() {
    shut = false;
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        if (shut) {
          caller.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(caller);
        sockets.add(server);
        Thread.ofVirtual().start(() -> carry(caller, server));
        Thread.ofVirtual().start(() -> carry(server, caller));
        if (shut) {
          shut();
        }
      } catch (IOException ended) {
        // The caller or the server has gone; the next caller may fare better.
      }
    }
  }

  private void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // One side has gone: so does the other, below.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ended) {
      // It is of no more use either way.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    shut();
  }
}
