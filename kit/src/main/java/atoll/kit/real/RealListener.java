package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// An open port. Work that is cancelled while it accepts loses the port: the system closes it.
///
/// Shared (accepting guarded by its lock, as the time-out is a property of the socket).
final class RealListener implements Listener {

  private final ServerSocketChannel channel;
  private final ScheduledThreadPoolExecutor timer;
  private final Endpoint local;
  private final ReentrantLock accepting = new ReentrantLock(true);

  RealListener(ServerSocketChannel channel, ScheduledThreadPoolExecutor timer) throws IOException {
    this.channel = channel;
    this.timer = timer;
    this.local = RealConnection.endpoint((InetSocketAddress) channel.getLocalAddress());
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Connection accept(Deadline deadline) {
    String wait = "accepting at " + local;
    Waits.begin(wait);
    try {
      if (!accepting.tryLock(deadline.atNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new AtollException(Fault.TIMEOUT, wait + ": nobody came in time");
      }
    } catch (InterruptedException interrupted) {
      throw Waits.cancelled(wait, interrupted);
    }
    try {
      return acceptAlone(wait, deadline);
    } finally {
      accepting.unlock();
    }
  }

  private Connection acceptAlone(String wait, Deadline deadline) {
    try {
      int millis = RealNet.millisLeft(deadline);
      if (millis == 0) {
        throw new AtollException(Fault.TIMEOUT, wait + ": nobody came in time");
      }
      channel.socket().setSoTimeout(millis);
      return connected(channel.socket().accept().getChannel());
    } catch (SocketTimeoutException late) {
      throw new AtollException(Fault.TIMEOUT, wait + ": nobody came in time", late);
    } catch (IOException failed) {
      if (Thread.currentThread().isInterrupted()) {
        throw Waits.cancelled(wait, failed);
      }
      if (failed instanceof ClosedChannelException || !channel.isOpen()) {
        throw new AtollException(Fault.CLOSED, "the port was closed while " + wait, failed);
      }
      throw new AtollException(
          Fault.IO,
          wait + " failed: " + failed.getMessage() + "; look at the limit of open files",
          failed);
    }
  }

  private Connection connected(SocketChannel peer) throws IOException {
    try {
      return new RealConnection(peer, timer);
    } catch (IOException gone) {
      RealNet.closeQuietly(peer);
      throw gone;
    }
  }

  @Override
  public void close() {
    RealNet.closeQuietly(channel);
  }

  @Override
  public String toString() {
    return "listening at " + local;
  }
}
