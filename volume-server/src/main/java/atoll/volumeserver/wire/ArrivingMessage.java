package atoll.volumeserver.wire;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;

/// Counts the bytes of the message that a call is receiving, so that one that is too long is
/// refused while it comes: what gRPC hands over later has been read to its end.
///
/// Shared (a volatile field; counting is confined to the connection's thread).
final class ArrivingMessage extends ServerStreamTracer {

  /// That of the call in whose context one works.
  static final Context.Key<ArrivingMessage> OF_CALL = Context.key("atoll-arriving-message");

  /// @param bytesMax of one message
  /// @param tooLong ends the call
  private record Bound(long bytesMax, Runnable tooLong) {}

  private volatile Bound bound = new Bound(Long.MAX_VALUE, () -> {});
  private long bytes;

  private ArrivingMessage() {}

  /// Counts in all calls of a server.
  static ServerStreamTracer.Factory factory() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ArrivingMessage();
      }
    };
  }

  /// From now on a message that becomes longer ends the call. No byte of any message is read before
  /// the call is answered, so this comes early enough.
  void bind(long bytesMax, Runnable tooLong) {
    bound = new Bound(bytesMax, tooLong);
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_CALL, this);
  }

  @Override
  public void inboundMessage(int number) {
    bytes = 0;
  }

  @Override
  public void inboundWireSize(long more) {
    bytes += more;
    Bound now = bound;
    if (bytes > now.bytesMax()) {
      now.tooLong().run();
    }
  }
}
