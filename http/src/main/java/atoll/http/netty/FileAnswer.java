package atoll.http.netty;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// An answer whose body is a part of a file. Its head waits for the first bytes, so that a file
/// that cannot be read is still answered as a failure. Confined to the event loop, but for a read
/// that a disk thread makes for it.
final class FileAnswer {

  /// Room for the head in front of the first bytes.
  private static final int HEAD_ROOM = 512;

  private final ServerExchange exchange;
  private final ServerConnection connection;
  private final FileRange range;
  private final long length;
  private final int count;
  private final ByteBuf first;

  /// Owns the range.
  FileAnswer(ServerExchange exchange, ServerConnection connection, FileRange range, long length) {
    this.exchange = exchange;
    this.connection = connection;
    this.range = range;
    this.length = length;
    this.count = range.nextBytes(connection.limits().body().fileChunkBytes());
    this.first =
        EventLoops.allocator().directBuffer(HEAD_ROOM + count).setIndex(HEAD_ROOM, HEAD_ROOM);
  }

  void begin() {
    boolean cached;
    try {
      cached = range.readIfCached(first, count);
      if (!cached) {
        connection.loops().onDiskThread(this::readWaiting);
      }
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    if (cached) {
      firstBytesCame();
    }
  }

  private void readWaiting() {
    @Nullable RuntimeException failure = null;
    try {
      range.read(first, count);
    } catch (RuntimeException e) {
      failure = e;
    }
    RuntimeException why = failure;
    try {
      connection.loop().execute(why == null ? this::firstBytesCame : () -> failed(why));
    } catch (RejectedExecutionException e) {
      // The loops have ended, and with them everybody who could want these bytes.
      release();
    }
  }

  private void firstBytesCame() {
    if (exchange.refuseIfLost()) {
      release();
    } else if (range.isSent()) {
      range.close();
      exchange.sendBehind(HEAD_ROOM, first);
    } else {
      exchange.sendFrom(first, range, length);
    }
  }

  private void failed(RuntimeException cause) {
    release();
    exchange.unreadable(cause);
  }

  private void release() {
    first.release();
    range.close();
  }
}
