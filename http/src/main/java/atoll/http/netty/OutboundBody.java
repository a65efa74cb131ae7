package atoll.http.netty;

import atoll.http.BodyWriter;
import atoll.http.PooledBuffer;
import atoll.kit.Check;
import atoll.kit.disk.DiskFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A body on its way out, behind a head that was written already. Confined to the event loop, but
/// for the methods of [BodyWriter], which hop there, and the count of waiting bytes.
final class OutboundBody implements BodyWriter {

  /// What waits behind a file that is being read.
  private sealed interface Item {
    record Memory(ByteBuf bytes, @Nullable NettyBuffer reserved) implements Item {}

    record File(FileRange range, long length, boolean passed) implements Item {}

    record End() implements Item {}
  }

  private final MessageOwner owner;
  private final long announced;
  private final boolean chunked;
  private final boolean mute;
  private final ChannelPromise done;
  private final Deque<Item> queue = new ArrayDeque<>(4);

  /// Bytes accepted and not yet written to the socket.
  private final AtomicLong outstanding = new AtomicLong();

  private volatile boolean open = true;
  private boolean begun;
  private boolean reading;
  private boolean pumping;
  private boolean over;
  private long inSocket;
  private long sent;
  private @Nullable Runnable waiter;

  /// @param announced the length that the head told, or -1
  /// @param mute whether the bytes are left out: an answer to `HEAD`
  /// @param done completed with the last byte
  OutboundBody(
      MessageOwner owner, long announced, boolean chunked, boolean mute, ChannelPromise done) {
    this.owner = owner;
    this.announced = announced;
    this.chunked = chunked;
    this.mute = mute;
    this.done = done;
    Outcome.seenAtClose(done.addListener(future -> closed()));
  }

  long sent() {
    return sent;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public boolean isWritable() {
    return outstanding.get() < owner.limits().body().outgoingBytes();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void whenWritable(Runnable next) {
    onLoop(() -> {
      if (isWritable() || !open) {
        next.run();
      } else {
        Check.that(waiter == null, "two wait for the same body");
        waiter = next;
      }
    });
  }

  @Override
  public void write(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (count == 0) {
      return;
    }
    outstanding.addAndGet(count);
    ByteBuf copy = EventLoops.allocator().directBuffer(count, count).writeBytes(bytes);
    add(new Item.Memory(copy, null));
  }

  @Override
  public void write(PooledBuffer bytes) {
    NettyBuffer buffer = (NettyBuffer) bytes;
    outstanding.addAndGet(buffer.remaining());
    add(new Item.Memory(buffer.take(), buffer.isReserved() ? buffer : null));
  }

  @Override
  public void writeFile(DiskFile file, long offset, long length) {
    Check.that(offset >= 0 && length >= 0, "a part of a file has no negative place");
    outstanding.addAndGet(length);
    add(new Item.File(new FileRange(file, offset, length), length, false));
  }

  @Override
  public void passFile(DiskFile file, long offset, long length) {
    Check.that(offset >= 0 && length >= 0, "a part of a file has no negative place");
    outstanding.addAndGet(length);
    add(new Item.File(new FileRange(file, offset, length), length, true));
  }

  /// Writes a part of a file of which the first bytes are read already. Owns both from now on; on
  /// the event loop.
  void writeFile(ByteBuf first, FileRange rest, long length) {
    outstanding.addAndGet(length);
    emit(first, null);
    add(new Item.File(rest, length, false));
  }

  @Override
  public void end() {
    add(new Item.End());
  }

  @Override
  public void abort() {
    onLoop(() -> {
      if (!over) {
        owner.abort();
      }
    });
  }

  private void onLoop(Runnable work) {
    if (owner.loop().inEventLoop()) {
      work.run();
    } else {
      owner.loop().execute(work);
    }
  }

  private void add(Item item) {
    if (owner.loop().inEventLoop()) {
      queue.add(item);
      pump();
      return;
    }
    try {
      owner
          .loop()
          .execute(() -> {
            queue.add(item);
            pump();
          });
    } catch (RejectedExecutionException e) {
      // The loops have ended, and the connection with them: nobody else gives the memory back.
      open = false;
      discard(item);
    }
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!reading && !queue.isEmpty()) {
        if (over || done.isDone()) {
          discard(queue.remove());
        } else if (!send(queue.element()) && !done.isDone()) {
          break;
        }
      }
    } finally {
      pumping = false;
    }
    owner.written();
  }

  /// @return whether to go on with the next step
  private boolean send(Item item) {
    return switch (item) {
      case Item.Memory memory -> {
        queue.remove();
        emit(memory.bytes(), memory.reserved());
        yield true;
      }
      case Item.File file -> sendFile(file);
      case Item.End end -> {
        queue.remove();
        finish();
        yield true;
      }
    };
  }

  private boolean sendFile(Item.File file) {
    FileRange range = file.range();
    if (mute || range.isSent()) {
      queue.remove();
      range.close();
      if (mute) {
        sent += file.length();
        settled(file.length());
      }
      return true;
    }
    if (inSocket >= owner.limits().body().outgoingBytes()) {
      return false;
    }
    if (file.passed() && pass(range)) {
      return true;
    }
    int count = range.nextBytes(owner.limits().body().fileChunkBytes());
    ByteBuf piece = EventLoops.allocator().directBuffer(count, count);
    try {
      if (range.readIfCached(piece, count)) {
        emit(piece, null);
        return true;
      }
      reading = true;
      owner.loops().onDiskThread(() -> readWaiting(range, piece, count));
    } catch (RuntimeException e) {
      reading = false;
      piece.release();
      owner.fileFailed(e);
    }
    return false;
  }

  /// Lets the kernel hand the next stretch on, if it can.
  private boolean pass(FileRange range) {
    int socket = chunked ? -1 : owner.plainSocket();
    int count;
    try {
      count = range.passBytes(socket);
    } catch (RuntimeException e) {
      // Reading tells it better.
      return false;
    }
    if (count == 0 || (announced >= 0 && sent + count > announced)) {
      return false;
    }
    sent += count;
    inSocket += count;
    Outcome.seenAtClose(
        owner
            .write(range.pass(socket, count, owner::fileFailed))
            .addListener(future -> left(future.cause(), count, null)));
    return true;
  }

  private void readWaiting(FileRange range, ByteBuf piece, int count) {
    @Nullable RuntimeException failure = null;
    try {
      range.read(piece, count);
    } catch (RuntimeException e) {
      failure = e;
    }
    RuntimeException why = failure;
    try {
      owner.loop().execute(() -> readCame(piece, why));
    } catch (RejectedExecutionException e) {
      // The loops have ended, and with them everybody who could want these bytes.
      piece.release();
      range.close();
    }
  }

  private void readCame(ByteBuf piece, @Nullable RuntimeException failure) {
    reading = false;
    if (over || done.isDone()) {
      piece.release();
    } else if (failure != null) {
      piece.release();
      owner.fileFailed(failure);
    } else {
      emit(piece, null);
    }
    pump();
  }

  private void emit(ByteBuf bytes, @Nullable NettyBuffer reserved) {
    int count = bytes.readableBytes();
    if (announced >= 0 && sent + count > announced) {
      bytes.release();
      unreserve(reserved);
      owner.abort();
      throw new AssertionError("a body longer than the " + announced + " bytes it announced");
    }
    sent += count;
    if (mute || count == 0) {
      bytes.release();
      unreserve(reserved);
      settled(count);
      return;
    }
    if (chunked) {
      String line = (begun ? "\r\n" : "") + Integer.toHexString(count) + "\r\n";
      Outcome.seenAtClose(owner.write(ByteBufUtil.writeAscii(EventLoops.allocator(), line)));
    }
    begun = true;
    inSocket += count;
    Outcome.seenAtClose(
        owner.write(bytes).addListener(future -> left(future.cause(), count, reserved)));
  }

  /// Bytes have left for the socket, or never will.
  private void left(@Nullable Throwable failure, int count, @Nullable NettyBuffer reserved) {
    inSocket -= count;
    unreserve(reserved);
    if (failure != null) {
      fail(failure);
    }
    settled(count);
    if (!queue.isEmpty()) {
      pump();
    }
  }

  private static void unreserve(@Nullable NettyBuffer reserved) {
    if (reserved != null) {
      reserved.unreserve();
    }
  }

  /// Bytes wait no longer.
  private void settled(long count) {
    long waiting = outstanding.addAndGet(-count);
    if (waiting <= owner.limits().body().outgoingBytes() / 2) {
      wake();
    }
  }

  private void wake() {
    Runnable next = waiter;
    waiter = null;
    if (next != null) {
      next.run();
    }
  }

  private void finish() {
    if (announced >= 0 && sent < announced && !mute) {
      owner.fileFailed(
          new IllegalStateException(
              "a body of " + sent + " bytes ended where " + announced + " were announced"));
      return;
    }
    over = true;
    open = false;
    ByteBuf last = Unpooled.EMPTY_BUFFER;
    if (chunked && !mute) {
      last =
          Unpooled.copiedBuffer(begun ? "\r\n0\r\n\r\n" : "0\r\n\r\n", StandardCharsets.US_ASCII);
    }
    Outcome.seenAtClose(owner.write(last, done));
    owner.bodyQueued();
  }

  /// The last byte is out, or the connection is gone.
  private void closed() {
    open = false;
    if (!pumping) {
      pump();
    }
    wake();
  }

  private void discard(Item item) {
    switch (item) {
      case Item.Memory memory -> {
        memory.bytes().release();
        unreserve(memory.reserved());
      }
      case Item.File file -> file.range().close();
      case Item.End end -> {}
    }
  }

  /// The connection is gone: nothing more is sent.
  void fail(Throwable cause) {
    open = false;
    done.tryFailure(cause);
    pump();
  }
}
