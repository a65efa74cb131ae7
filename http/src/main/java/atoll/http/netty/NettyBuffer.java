package atoll.http.netty;

import atoll.http.ByteBudget;
import atoll.http.PooledBuffer;
import atoll.kit.Check;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A pooled buffer on Netty's. Confined to its holder.
final class NettyBuffer implements PooledBuffer {

  private final ByteBuf memory;
  private final ByteBuffer view;
  private final @Nullable ByteBudget budget;
  private final long reserved;
  private boolean gone;

  private NettyBuffer(ByteBuf memory, int length, @Nullable ByteBudget budget, long reserved) {
    this.memory = memory;
    this.view = memory.nioBuffer(0, length);
    this.budget = budget;
    this.reserved = reserved;
  }

  static NettyBuffer allocate(int bytes) {
    return new NettyBuffer(EventLoops.allocator().directBuffer(bytes, bytes), bytes, null, 0);
  }

  /// @param memory with the bytes from 0 to its writer index
  static NettyBuffer gathered(ByteBuf memory, ByteBudget budget, long reserved) {
    return new NettyBuffer(memory, memory.writerIndex(), budget, reserved);
  }

  @Override
  public ByteBuffer bytes() {
    Check.that(!gone, "the buffer was closed or handed on");
    return view;
  }

  int remaining() {
    return view.remaining();
  }

  /// Hands the memory on, from the view's position to its limit.
  ByteBuf take() {
    Check.that(!gone, "the buffer was closed or handed on");
    gone = true;
    memory.setIndex(view.position(), view.limit());
    return memory;
  }

  /// Gives the right to the bytes back; to be called when the memory that [#take()] gave is free.
  void unreserve() {
    if (budget != null) {
      budget.release(reserved);
    }
  }

  boolean isReserved() {
    return budget != null;
  }

  @Override
  public void close() {
    if (!gone) {
      gone = true;
      memory.release();
      unreserve();
    }
  }
}
