package atoll.http.netty;

import atoll.http.TlsSettings;
import atoll.http.server.HttpEvent;
import atoll.http.server.HttpServer;
import atoll.http.server.Listen;
import atoll.http.server.ServerSettings;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The server on Netty. Shared; the count of open connections is guarded by its lock.
public final class NettyServer implements HttpServer {

  private static final int BACKLOG = 4096;

  /// An open port.
  private static final class Door {
    final Listen listen;
    volatile @Nullable SslContext tls;
    @Nullable Channel channel;

    Door(Listen listen) {
      this.listen = listen;
      this.tls = listen.tls().map(TlsContexts::server).orElse(null);
    }
  }

  private final EventLoops loops;
  private final ServerSettings settings;
  private final IdentityHashMap<EventLoop, ServerLoop> shared = new IdentityHashMap<>();
  private final Map<String, Door> doors = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition allClosed = lock.newCondition();
  private int open;
  private volatile boolean draining;

  private NettyServer(EventLoops loops, ServerSettings settings) {
    this.loops = loops;
    this.settings = settings;
    for (EventLoop loop : loops.all()) {
      shared.put(loop, new ServerLoop(this, loop));
    }
  }

  /// Opens all ports, or none.
  ///
  /// @throws AtollException `CONFLICT` if a port is taken, `BAD_INPUT` for unusable TLS settings
  public static HttpServer start(EventLoops loops, ServerSettings settings, List<Listen> listens) {
    NettyServer server = new NettyServer(loops, settings);
    try {
      server.shared.values().forEach(ServerLoop::start);
      listens.forEach(server::open);
    } catch (AtollException e) {
      server.close();
      throw e;
    }
    return server;
  }

  EventLoops loops() {
    return loops;
  }

  ServerSettings settings() {
    return settings;
  }

  boolean isDraining() {
    return draining;
  }

  private void open(Listen listen) {
    Check.that(!doors.containsKey(listen.name()), () -> "two listeners named " + listen.name());
    Door door = new Door(listen);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, listen.tls().isEmpty())
            .childOption(ChannelOption.ALLOCATOR, EventLoops.allocator())
            .childOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, SocketOutput.SIZES)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accepted(door, channel);
                  }
                });
    Endpoint at = listen.at();
    ChannelFuture bound =
        bootstrap.bind(new InetSocketAddress(at.host(), at.port())).awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new AtollException(
          Fault.CONFLICT,
          "cannot listen on " + at + " (" + cause.getMessage() + "): is the port taken?",
          cause);
    }
    door.channel = bound.channel();
    doors.put(listen.name(), door);
  }

  private void accepted(Door door, SocketChannel channel) {
    int present = entered();
    settings.counts().connectionOpened();
    Outcome.seenAtClose(channel.closeFuture().addListener(future -> left()));
    ServerLoop loop = shared.get(channel.eventLoop());
    if (loop == null || draining || present > settings.limits().connections().open()) {
      if (!draining) {
        settings.events().report(new HttpEvent.TooManyConnections(door.listen.name(), present));
      }
      Outcome.seenAtClose(channel.close());
      return;
    }
    SslContext tls = door.tls;
    if (tls != null) {
      SslHandler handler = tls.newHandler(channel.alloc());
      handler.setHandshakeTimeout(
          settings.limits().pace().headTime().toMillis(), TimeUnit.MILLISECONDS);
      channel.pipeline().addLast(handler);
    }
    channel.pipeline().addLast(new ServerConnection(loop, door.listen.routes(), tls != null));
  }

  private int entered() {
    lock.lock();
    try {
      return ++open;
    } finally {
      lock.unlock();
    }
  }

  private void left() {
    settings.counts().connectionClosed();
    lock.lock();
    try {
      open--;
      if (open == 0) {
        allClosed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Endpoint local(String listener) {
    Channel channel = door(listener).channel;
    if (channel == null) {
      throw new AssertionError("a listener is known and not open");
    }
    return PeerReader.endpoint(channel.localAddress());
  }

  @Override
  public void reloadTls(String listener, TlsSettings tls) {
    Door door = door(listener);
    Check.that(door.tls != null, () -> "listener " + listener + " speaks plain HTTP");
    door.tls = TlsContexts.server(tls);
  }

  private Door door(String listener) {
    Door door = doors.get(listener);
    if (door == null) {
      throw new AtollException(Fault.NOT_FOUND, "no listener named " + listener);
    }
    return door;
  }

  @Override
  public boolean drain() {
    draining = true;
    closeDoors();
    onEachLoop(ServerConnection::drain);
    Deadline deadline = Deadline.after(settings.clock(), settings.limits().pace().drainTime());
    boolean ended = awaitAllClosed(deadline);
    if (!ended) {
      settings.events().report(new HttpEvent.DrainCutOff(openNow()));
    }
    close();
    return ended;
  }

  @Override
  public void close() {
    draining = true;
    closeDoors();
    onEachLoop(ServerConnection::abort);
    shared.values().forEach(ServerLoop::stop);
    awaitAllClosed(Deadline.after(settings.clock(), settings.limits().pace().drainTime()));
  }

  private void closeDoors() {
    for (Door door : doors.values()) {
      Channel channel = door.channel;
      if (channel != null) {
        channel.close().awaitUninterruptibly();
      }
    }
  }

  private void onEachLoop(Consumer<ServerConnection> work) {
    for (ServerLoop loop : shared.values()) {
      if (!loop.loop.isShuttingDown()) {
        loop.loop.execute(() -> loop.connections().forEach(work));
      }
    }
  }

  private int openNow() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitAllClosed(Deadline deadline) {
    lock.lock();
    try {
      while (open > 0) {
        long left = deadline.remainingNanos(settings.clock());
        if (left <= 0) {
          return false;
        }
        // Short waits: a simulated clock moves without waking anybody.
        allClosed.awaitNanos(Math.min(left, 10_000_000));
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
