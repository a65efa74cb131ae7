package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import atoll.kit.net.Listener;
import atoll.kit.net.Net;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The machine's network: blocking sockets, which virtual threads wait on cheaply. Deadlines are
/// read on the machine's clock ([RealClock]) and hold to the millisecond. The few helper threads
/// are daemons and end when idle, so there is nothing to close.
///
/// Shared (guarded by its two pools).
public final class RealNet implements Net {

  /// For names of places to listen at.
  private static final Duration OWN_NAME_TIME = Duration.ofSeconds(10);

  private final NetLimits limits;
  private final Resolving resolving;
  private final ScheduledThreadPoolExecutor timer = WriteWatch.newTimer();

  public RealNet() {
    this(NetLimits.USUAL);
  }

  public RealNet(NetLimits limits) {
    this(limits, InetAddress::getAllByName);
  }

  RealNet(NetLimits limits, Resolving.LookUp lookUp) {
    this.limits = limits;
    this.resolving = new Resolving(limits, lookUp);
  }

  /// A name with several addresses has them tried in order, each with its share of the time left.
  @Override
  public Connection dial(Endpoint to, Deadline deadline) {
    List<InetAddress> addresses = resolving.resolve(to, deadline);
    for (int tried = 0; tried < addresses.size() - 1; tried++) {
      try {
        return dial(to, addresses.get(tried), share(deadline, addresses.size() - tried));
      } catch (AtollException failed) {
        if (failed.fault() != Fault.UNREACHABLE && failed.fault() != Fault.TIMEOUT) {
          throw failed;
        }
      }
    }
    return dial(to, addresses.getLast(), deadline);
  }

  private static Deadline share(Deadline deadline, int parts) {
    long now = System.nanoTime();
    return new Deadline(now + (deadline.atNanos() - now) / parts);
  }

  private Connection dial(Endpoint to, InetAddress address, Deadline deadline) {
    String wait = "dialling " + to;
    Waits.begin(wait);
    int millis = millisLeft(deadline);
    if (millis == 0) {
      throw new AtollException(Fault.TIMEOUT, wait + ": nobody answered in time");
    }
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.socket().connect(new InetSocketAddress(address, to.port()), millis);
      refuseOneself(channel);
      return new RealConnection(channel, timer);
    } catch (SocketTimeoutException late) {
      closeQuietly(channel);
      throw new AtollException(Fault.TIMEOUT, wait + ": nobody answered in time", late);
    } catch (IOException failed) {
      closeQuietly(channel);
      if (Thread.currentThread().isInterrupted()) {
        throw Waits.cancelled(wait, failed);
      }
      throw new AtollException(
          Fault.UNREACHABLE,
          wait + " failed: " + failed.getMessage() + "; is the program there running?",
          failed);
    }
  }

  /// A dial to a free port of this machine can by chance leave from that very port.
  private static void refuseOneself(SocketChannel channel) throws IOException {
    if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
      throw new ConnectException("Connection refused");
    }
  }

  @Override
  public Listener listen(Endpoint at) {
    Deadline deadline = new Deadline(System.nanoTime() + OWN_NAME_TIME.toNanos());
    InetAddress address = resolving.resolve(at, deadline).getFirst();
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(address, at.port()), limits.backlogCount());
      return new RealListener(channel, timer);
    } catch (IOException failed) {
      closeQuietly(channel);
      throw refusedPort(at, address, failed);
    }
  }

  private static AtollException refusedPort(Endpoint at, InetAddress address, IOException failed) {
    if (!(failed instanceof BindException)) {
      return new AtollException(
          Fault.IO, "listening at " + at + " failed: " + failed.getMessage(), failed);
    }
    if (String.valueOf(failed.getMessage()).contains("ermission")) {
      return new AtollException(
          Fault.DENIED,
          "listening at " + at + " is not allowed; take a port above 1023 or grant the right",
          failed);
    }
    if (!isOwn(address)) {
      return new AtollException(
          Fault.BAD_INPUT,
          "cannot listen at " + at + ": this machine has no such address; name one of its own",
          failed);
    }
    return new AtollException(
        Fault.CONFLICT,
        "cannot listen at " + at + ": the port is taken; stop what holds it or take another",
        failed);
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return true;
    }
  }

  /// The time left in whole milliseconds, rounded up; 0 once the deadline has passed.
  static int millisLeft(Deadline deadline) {
    long nanos = deadline.atNanos() - System.nanoTime();
    if (nanos <= 0) {
      return 0;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  /// Closes what is of no more use; that this too may fail is of no interest.
  static void closeQuietly(@Nullable Channel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // The descriptor is given back even so.
    }
  }
}
