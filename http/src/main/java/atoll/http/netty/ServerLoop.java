package atoll.http.netty;

import atoll.http.HttpLimits;
import atoll.http.field.HttpDate;
import atoll.http.wire.HeadParser;
import atoll.http.wire.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the connections of one server on one event loop share: the place where heads are written,
/// the date, and the sweep that finds those that are late. One timer serves all of them. Confined
/// to its event loop.
final class ServerLoop {

  private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);

  final NettyServer server;
  final EventLoop loop;
  final HeadWriter writer = new HeadWriter();
  private final List<ServerConnection> connections = new ArrayList<>();
  private @Nullable HeadParser spare;
  private byte[] dateLine = new byte[0];
  private long dateSecond = Long.MIN_VALUE;
  private volatile @Nullable Future<?> sweeps;

  ServerLoop(NettyServer server, EventLoop loop) {
    this.server = server;
    this.loop = loop;
  }

  void start() {
    HttpLimits.Pace pace = server.settings().limits().pace();
    long shortest =
        Math.min(
            Math.min(pace.headTime().toNanos(), pace.idleTime().toNanos()),
            Math.min(pace.window().toNanos(), pace.lingerTime().toNanos()));
    long tick = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, shortest / 4));
    loop.execute(this::refreshDate);
    sweeps = loop.scheduleWithFixedDelay(this::sweep, tick, tick, TimeUnit.NANOSECONDS);
  }

  /// Any thread, after [#start()].
  void stop() {
    Future<?> running = sweeps;
    if (running != null) {
      running.cancel(false);
    }
  }

  private void sweep() {
    refreshDate();
    long now = server.settings().clock().nanos();
    // Backwards, because a connection that ends leaves the list and the last one takes its place.
    for (int i = connections.size() - 1; i >= 0; i--) {
      if (i < connections.size()) {
        connections.get(i).sweep(now);
      }
    }
  }

  private void refreshDate() {
    long second = server.settings().clock().now().getEpochSecond();
    if (second != dateSecond) {
      dateSecond = second;
      String date = HttpDate.format(server.settings().clock().now());
      dateLine = ("Date: " + date + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /// The `Date` header with its line end.
  byte[] dateLine() {
    return dateLine;
  }

  /// A whole answer to what is no valid request; it says that the connection closes.
  ByteBuf rejection(int status, String reason) {
    byte[] text = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    writer
        .beginResponse(status)
        .raw(dateLine)
        .field("Content-Type", "text/plain; charset=utf-8")
        .contentLength(text.length)
        .field("Connection", "close")
        .end();
    return EventLoops.allocator()
        .directBuffer(writer.size() + text.length)
        .writeBytes(writer.array(), 0, writer.size())
        .writeBytes(text);
  }

  /// A parser at its beginning. Most heads come whole, so that one parser serves all connections.
  HeadParser borrowParser() {
    HeadParser parser = spare;
    spare = null;
    return parser != null
        ? parser
        : new HeadParser(HeadParser.Kind.REQUEST, server.settings().limits().head());
  }

  void returnParser(HeadParser parser) {
    parser.reset();
    spare = parser;
  }

  /// Takes a connection into the sweeps; returns its place in the list.
  int add(ServerConnection connection) {
    connections.add(connection);
    return connections.size() - 1;
  }

  void remove(int place) {
    ServerConnection last = connections.removeLast();
    if (place < connections.size()) {
      connections.set(place, last);
      last.moveTo(place);
    }
  }

  List<ServerConnection> connections() {
    return List.copyOf(connections);
  }
}
