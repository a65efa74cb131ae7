package atoll.kit.real;

import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.net.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/// A blocking socket. Reads go through the socket's stream, because only that knows a time-out;
/// writes gather on the channel, and a [WriteWatch] closes it when one is late. Work that is
/// cancelled while it waits here loses the connection: the system closes it.
///
/// Shared (one reader and one writer at a time; the rest is the channel's own).
final class RealConnection implements Connection {

  /// More than this is not given to the system at once, as it is copied out of the heap in one
  /// piece.
  private static final int PIECE_BYTES = 256 * 1024;

  private static final int COPY_BYTES = 16 * 1024;

  private final SocketChannel channel;
  private final InputStream input;
  private final Endpoint local;
  private final Endpoint remote;
  private final WriteWatch watch;

  /// For targets without an array. Confined to the reader.
  private byte @Nullable [] copied;

  RealConnection(SocketChannel channel, ScheduledThreadPoolExecutor timer) throws IOException {
    this.channel = channel;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    this.input = channel.socket().getInputStream();
    this.local = endpoint((InetSocketAddress) channel.getLocalAddress());
    this.remote = endpoint((InetSocketAddress) channel.getRemoteAddress());
    this.watch = new WriteWatch(timer, this::close);
  }

  static Endpoint endpoint(InetSocketAddress address) {
    return new Endpoint(address.getAddress().getHostAddress(), address.getPort());
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public int read(ByteBuffer target, Deadline deadline) {
    Check.that(target.hasRemaining(), "a read needs room");
    try {
      channel.socket().setSoTimeout(beginWait("reading from " + remote, deadline));
      return target.hasArray() ? readIntoArray(target) : readThroughCopy(target);
    } catch (SocketTimeoutException late) {
      throw timeout("reading from " + remote, late);
    } catch (IOException failed) {
      throw broken("reading from " + remote, failed);
    }
  }

  private int readIntoArray(ByteBuffer target) throws IOException {
    int count =
        input.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
    if (count > 0) {
      target.position(target.position() + count);
    }
    return count;
  }

  private int readThroughCopy(ByteBuffer target) throws IOException {
    byte[] copy = copied;
    if (copy == null) {
      copy = new byte[COPY_BYTES];
      copied = copy;
    }
    int count = input.read(copy, 0, Math.min(copy.length, target.remaining()));
    if (count > 0) {
      target.put(copy, 0, count);
    }
    return count;
  }

  @Override
  public void write(Deadline deadline, ByteBuffer... sources) {
    String wait = "writing to " + remote;
    int waitMillis = beginWait(wait, deadline);
    Check.that(waitMillis > 0, "a wait that began has time left");
    watch.begin(deadline.atNanos());
    boolean inTime;
    try {
      writeAll(sources);
    } catch (IOException failed) {
      if (!watch.end()) {
        throw timeout(wait, failed);
      }
      throw broken(wait, failed);
    }
    inTime = watch.end();
    if (!inTime) {
      throw timeout(wait, null);
    }
  }

  private void writeAll(ByteBuffer[] sources) throws IOException {
    int next = 0;
    while (next < sources.length) {
      ByteBuffer source = sources[next];
      if (!source.hasRemaining()) {
        next++;
      } else if (source.remaining() > PIECE_BYTES && !source.isDirect()) {
        writePiece(source);
      } else {
        var _ = channel.write(sources, next, gatherable(sources, next));
      }
    }
  }

  /// How many sources, from `next` on, go to the system together.
  private static int gatherable(ByteBuffer[] sources, int next) {
    long bytes = 0;
    int end = next;
    while (end < sources.length
        && (end == next || bytes + sources[end].remaining() <= PIECE_BYTES)) {
      bytes += sources[end].remaining();
      end++;
    }
    return end - next;
  }

  private void writePiece(ByteBuffer source) throws IOException {
    int limit = source.limit();
    source.limit(source.position() + PIECE_BYTES);
    try {
      var _ = channel.write(source);
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException failed) {
      throw broken("ending the output to " + remote, failed);
    }
  }

  @Override
  public void close() {
    RealNet.closeQuietly(channel);
  }

  /// Makes sure that there is time to wait and that the work is not cancelled.
  ///
  /// @return the time left in whole milliseconds, at least one
  private int beginWait(String wait, Deadline deadline) {
    if (!channel.isOpen()) {
      throw new AtollException(Fault.CLOSED, "the connection is closed: " + wait + " not begun");
    }
    Waits.begin(wait);
    int millis = RealNet.millisLeft(deadline);
    if (millis == 0) {
      throw timeout(wait, null);
    }
    return millis;
  }

  private AtollException timeout(String wait, @Nullable Throwable cause) {
    return new AtollException(Fault.TIMEOUT, wait + " was not done in time", cause);
  }

  private AtollException broken(String wait, IOException failed) {
    if (Thread.currentThread().isInterrupted()) {
      return Waits.cancelled(wait, failed);
    }
    if (failed instanceof ClosedChannelException || !channel.isOpen()) {
      return new AtollException(Fault.CLOSED, "the connection was closed while " + wait, failed);
    }
    return new AtollException(
        Fault.UNREACHABLE,
        "the connection broke while " + wait + ": " + failed.getMessage(),
        failed);
  }

  @Override
  public String toString() {
    return "connection from " + local + " to " + remote;
  }
}
