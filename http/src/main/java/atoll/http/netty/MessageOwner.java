package atoll.http.netty;

import atoll.http.ByteBudget;
import atoll.http.HttpLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;

/// The connection below a body, as the body sees it.
interface MessageOwner {

  ChannelHandlerContext context();

  EventLoop loop();

  EventLoops loops();

  HttpLimits limits();

  ByteBudget budget();

  long nanos();

  /// Somebody waits for bytes of the incoming body: deliver what is there, read more.
  void bodyWanted();

  /// The descriptor of a socket that takes bytes as they are, or -1.
  int plainSocket();

  /// Hands a stretch of a file to the socket's queue.
  ChannelFuture write(PassedRegion region);

  /// Hands bytes to the socket's queue.
  ChannelFuture write(ByteBuf bytes, ChannelPromise promise);

  default ChannelFuture write(ByteBuf bytes) {
    return write(bytes, context().newPromise());
  }

  /// Something was written: flush it, now or at the end of the batch.
  void written();

  /// A file body broke off.
  void fileFailed(RuntimeException cause);

  /// All of the outgoing body was handed to the socket's queue.
  void bodyQueued();

  /// Cut the connection off.
  void abort();
}
