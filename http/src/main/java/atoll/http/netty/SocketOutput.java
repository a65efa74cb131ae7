package atoll.http.netty;

import atoll.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultMessageSizeEstimator;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.epoll.EpollSocketChannel;

/// What leaves through a socket. Answers that arise while a batch of bytes is read are flushed
/// together at its end. Confined to its event loop.
final class SocketOutput {

  /// Counts stretches of files too, so that a peer who does not read them is seen.
  static final MessageSizeEstimator SIZES =
      () -> {
        MessageSizeEstimator.Handle usual = DefaultMessageSizeEstimator.DEFAULT.newHandle();
        return message ->
            message instanceof FileRegion region
                ? (int) Math.min(Integer.MAX_VALUE, region.count())
                : usual.size(message);
      };

  private final ChannelHandlerContext context;
  private final ReadingPace pace = new ReadingPace();
  private boolean inBatch;
  private boolean flushWanted;

  SocketOutput(ChannelHandlerContext context) {
    this.context = context;
  }

  void beginBatch() {
    inBatch = true;
  }

  void endBatch() {
    inBatch = false;
    flush();
  }

  boolean isInBatch() {
    return inBatch;
  }

  ChannelFuture write(ByteBuf bytes, ChannelPromise promise) {
    pace.queued(bytes.readableBytes());
    return context.write(bytes, promise);
  }

  ChannelFuture write(PassedRegion region) {
    pace.queued(region.count());
    return context.write(region);
  }

  /// The socket's descriptor, if bytes may go there past this process.
  int descriptor() {
    return context.channel() instanceof EpollSocketChannel epoll ? epoll.fd().intValue() : -1;
  }

  /// Something was written: it is flushed now, or at the end of the batch.
  void written() {
    flushWanted = true;
    flushUnlessInBatch();
  }

  void flushUnlessInBatch() {
    if (!inBatch) {
      flush();
    }
  }

  void flush() {
    if (flushWanted) {
      flushWanted = false;
      context.flush();
    }
  }

  /// Bytes in the socket's queue.
  long pendingBytes() {
    ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  /// Whether the peer reads slower than the limit what waits for it.
  boolean isReadTooSlowly(long now, HttpLimits.Pace limit) {
    ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
    long waiting = queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
    return pace.isTooSlow(now, waiting, limit);
  }

  /// Cuts the connection off with a reset, so that the peer cannot take a part for the whole.
  void reset() {
    if (context.channel().isOpen()) {
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      Outcome.seenAtClose(context.close());
    }
  }
}
