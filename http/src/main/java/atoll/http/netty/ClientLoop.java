package atoll.http.netty;

import atoll.http.client.ClientSettings;
import atoll.http.wire.HeadWriter;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.net.Endpoint;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The part of a client's pool that lives on one event loop. Confined to it.
final class ClientLoop {

  private static final long TICK_MILLIS = 50;

  /// Finds the addresses of a name, at least one; may wait.
  interface Names {
    List<InetAddress> find(String name) throws UnknownHostException;

    Names SYSTEM = name -> List.of(InetAddress.getAllByName(name));
  }

  private record Host(Endpoint at, boolean secure) {}

  /// Connections to one host, and calls that wait for one.
  private static final class Pool {
    final Deque<ClientConnection> idle = new ArrayDeque<>();
    final Deque<ClientCall> waiting = new ArrayDeque<>();
    int open;
  }

  final EventLoop loop;
  final EventLoops loops;
  final ClientSettings settings;
  final HeadWriter writer = new HeadWriter();
  private final @Nullable SslContext tls;
  private final Names names;
  private final Map<Host, Pool> pools = new HashMap<>();
  private final List<ClientConnection> all = new ArrayList<>();
  private @Nullable Future<?> sweeps;
  private boolean closed;

  ClientLoop(
      EventLoops loops,
      EventLoop loop,
      ClientSettings settings,
      @Nullable SslContext tls,
      Names names) {
    this.loops = loops;
    this.loop = loop;
    this.settings = settings;
    this.tls = tls;
    this.names = names;
  }

  void start() {
    sweeps =
        loop.scheduleWithFixedDelay(this::sweep, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void submit(ClientCall call) {
    if (closed) {
      call.failed(new AtollException(Fault.CLOSED, "the client is closed"));
      return;
    }
    if (call.request.secure() && tls == null) {
      call.failed(
          new AtollException(Fault.BAD_INPUT, "a request over TLS, and the client has no TLS"));
      return;
    }
    Host host = new Host(call.request.to(), call.request.secure());
    Pool pool = pools.computeIfAbsent(host, key -> new Pool());
    for (ClientConnection kept = pool.idle.pollLast(); kept != null; kept = pool.idle.pollLast()) {
      if (kept.isUsable()) {
        kept.begin(call);
        return;
      }
    }
    if (pool.open < settings.limits().connections().open()) {
      connect(host, pool, call);
    } else if (pool.waiting.size() < ClientSettings.WAITING) {
      pool.waiting.add(call);
    } else {
      call.failed(
          new AtollException(
              Fault.BUSY,
              ClientSettings.WAITING
                  + " requests wait for a connection to "
                  + host.at()
                  + " already"));
    }
  }

  private void connect(Host host, Pool pool, ClientCall call) {
    pool.open++;
    int port = host.at().port();
    long end =
        settings.clock().nanos()
            + Math.min(
                settings.connectTime().toNanos(), call.deadline.remainingNanos(settings.clock()));
    if (isNumeric(host.at().host())) {
      connectTo(host, pool, call, List.of(new InetSocketAddress(host.at().host(), port)), end);
      return;
    }
    // Asking for a name waits, which a loop must not.
    loops.onVirtualThread(() -> {
      List<InetSocketAddress> found;
      try {
        found =
            names.find(host.at().host()).stream()
                .limit(ClientSettings.ADDRESSES)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
      } catch (UnknownHostException e) {
        loop.execute(() -> {
          pool.open--;
          call.failed(new AtollException(Fault.UNREACHABLE, "nobody knows " + host.at(), e));
          next(pool);
        });
        return;
      }
      loop.execute(() -> connectTo(host, pool, call, found, end));
    });
  }

  private static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  /// Tries the addresses in their order. Each has its share of the time that is left, so that one
  /// that never answers leaves some to those behind it.
  private void connectTo(
      Host host, Pool pool, ClientCall call, List<InetSocketAddress> addresses, long end) {
    ClientConnection connection =
        new ClientConnection(
            this,
            ended -> {
              pool.open--;
              pool.idle.remove(ended);
              all.remove(ended);
              next(pool);
            },
            freed -> {
              pool.idle.addLast(freed);
              next(pool);
            });
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - settings.clock().nanos());
    int connectMillis = Math.clamp(leftMillis / addresses.size(), 1, Integer.MAX_VALUE);
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(loops.clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOCATOR, EventLoops.allocator())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    SslContext context = tls;
                    if (host.secure() && context != null) {
                      SslHandler handler =
                          context.newHandler(channel.alloc(), host.at().host(), host.at().port());
                      handler.setHandshakeTimeout(Math.max(1, leftMillis), TimeUnit.MILLISECONDS);
                      channel.pipeline().addLast(handler);
                    }
                    channel.pipeline().addLast(connection);
                  }
                })
            .connect(addresses.getFirst());
    Outcome.seenAtClose(
        connected.addListener(future -> {
          Throwable cause = future.cause();
          if (cause == null) {
            all.add(connection);
            connection.opened(call);
            return;
          }
          if (addresses.size() > 1 && !closed && settings.clock().nanos() < end) {
            connectTo(host, pool, call, addresses.subList(1, addresses.size()), end);
            return;
          }
          pool.open--;
          boolean late = cause instanceof io.netty.channel.ConnectTimeoutException;
          call.failed(
              new AtollException(
                  late ? Fault.TIMEOUT : Fault.UNREACHABLE,
                  "cannot connect to " + host.at() + ": " + cause.getMessage(),
                  cause));
          next(pool);
        }));
  }

  /// Something became free.
  private void next(Pool pool) {
    ClientCall call = pool.waiting.poll();
    if (call != null) {
      submit(call);
    }
  }

  private void sweep() {
    long now = settings.clock().nanos();
    for (ClientConnection connection : List.copyOf(all)) {
      connection.sweep(now);
    }
    for (Pool pool : pools.values()) {
      for (ClientCall call : List.copyOf(pool.waiting)) {
        if (call.deadline.hasPassed(settings.clock())) {
          pool.waiting.remove(call);
          call.failed(
              new AtollException(Fault.TIMEOUT, "no connection became free before the deadline"));
        }
      }
    }
  }

  void close() {
    closed = true;
    Future<?> running = sweeps;
    if (running != null) {
      running.cancel(false);
    }
    for (Pool pool : pools.values()) {
      for (ClientCall call : List.copyOf(pool.waiting)) {
        call.failed(new AtollException(Fault.CLOSED, "the client is closed"));
      }
      pool.waiting.clear();
    }
    List.copyOf(all).forEach(ClientConnection::abort);
  }
}
