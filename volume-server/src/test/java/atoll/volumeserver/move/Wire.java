package atoll.volumeserver.move;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A wire between two servers that can be pinched and cut. Shared (guarded by itself).
final class Wire implements AutoCloseable {

  private static final int CHUNK = 1 << 14;

  private final ServerSocket listener;
  private final List<Socket> open = new ArrayList<>();
  private int port;
  private long room = Long.MAX_VALUE;
  private boolean pinched;

  /// @param port where connections go on to
  Wire(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// From now on connections go elsewhere.
  synchronized void redirect(int newPort) {
    port = newPort;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        lead(listener.accept());
      } catch (IOException _) {
        // The wire has ended.
      }
    }
  }

  private synchronized void lead(Socket near) throws IOException {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
      open.add(near);
      open.add(far);
      Thread.ofVirtual().start(() -> pump(near, far, false));
      Thread.ofVirtual().start(() -> pump(far, near, true));
    } catch (ConnectException _) {
      // An end left open here would look like a server that takes connections and says nothing.
      near.close();
    }
  }

  private void pump(Socket from, Socket to, boolean counted) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int bytes = in.read(chunk); bytes >= 0; bytes = in.read(chunk)) {
        if (counted) {
          pass(bytes);
        }
        out.write(chunk, 0, bytes);
      }
    } catch (IOException _) {
      // The wire was cut.
    }
  }

  private synchronized void pass(int bytes) throws IOException {
    while (room < bytes) {
      pinched = true;
      notifyAll();
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    room -= bytes;
  }

  /// Nothing comes through after so many bytes more, until the wire is released or cut.
  synchronized void pinchAfter(long bytes) {
    pinched = false;
    room = bytes;
  }

  synchronized boolean isPinched() {
    return pinched;
  }

  /// Ends all connections; new ones pass.
  synchronized void cut() {
    for (Socket each : open) {
      try {
        each.close();
      } catch (IOException _) {
        // It is closed all the same.
      }
    }
    open.clear();
    pinched = false;
    room = Long.MAX_VALUE;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
