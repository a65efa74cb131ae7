package atoll.http.netty;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads below servers and clients: event loops for sockets, virtual threads for handlers
/// that wait, and a small pool of platform threads for file reads that would wait for the disk.
/// Shared by any number of servers and clients.
public final class EventLoops implements AutoCloseable {

  /// What the loops wait with.
  public enum Transport {
    /// epoll where it works (Linux on x86-64 and aarch64), else NIO.
    BEST,
    /// The Java installation's own selector, which works everywhere.
    NIO
  }

  private static final int DISK_THREADS = 8;
  private static final int DISK_QUEUE = 4096;

  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll;
  private final ThreadPoolExecutor disk;
  private final ExecutorService virtual;

  private EventLoops(int count, boolean epoll) {
    this.epoll = epoll;
    IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    this.group =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("http-loop"), factory);
    this.disk =
        new ThreadPoolExecutor(
            DISK_THREADS,
            DISK_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(DISK_QUEUE),
            new DefaultThreadFactory("http-disk", true));
    disk.allowCoreThreadTimeOut(true);
    this.virtual =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 1).factory());
  }

  /// Starts `count` loops.
  public static EventLoops start(int count, Transport transport) {
    Check.that(count > 0, "at least one event loop");
    return new EventLoops(count, transport == Transport.BEST && Epoll.isAvailable());
  }

  /// What the loops wait with in fact: `epoll` or `nio`.
  public String transport() {
    return epoll ? "epoll" : "nio";
  }

  MultiThreadIoEventLoopGroup group() {
    return group;
  }

  List<EventLoop> all() {
    List<EventLoop> loops = new ArrayList<>();
    for (EventExecutor each : group) {
      loops.add((EventLoop) each);
    }
    return loops;
  }

  Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Class<? extends SocketChannel> clientChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  static ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /// Runs what waits for the disk.
  void onDiskThread(Runnable work) {
    try {
      disk.execute(work);
    } catch (RejectedExecutionException e) {
      throw disk.isShutdown()
          ? new AtollException(Fault.CLOSED, "the event loops were closed", e)
          : new AtollException(Fault.BUSY, DISK_QUEUE + " reads wait for the disk already", e);
    }
  }

  /// Runs what may wait for anything.
  void onVirtualThread(Runnable work) {
    virtual.execute(work);
  }

  /// Ends all threads; servers and clients are closed before.
  @Override
  public void close() {
    disk.shutdown();
    virtual.shutdownNow();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
