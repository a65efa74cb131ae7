package atoll.http;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.kit.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A [BodyWriter] for threads that may wait: each call returns when the socket has room again.
/// Confined to its thread.
public final class BlockingWriter implements AutoCloseable {

  private static final int PIECE = 64 * 1024;

  private final BodyWriter body;
  private boolean ended;

  public BlockingWriter(BodyWriter body) {
    this.body = body;
  }

  /// Sends what remains in `bytes`.
  ///
  /// @throws AtollException `UNREACHABLE` if the peer is gone, `CANCELLED` on interrupt
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int count = Math.min(PIECE, bytes.remaining());
      ByteBuffer piece = bytes.slice(bytes.position(), count);
      bytes.position(bytes.position() + count);
      awaitRoom();
      body.write(piece);
    }
  }

  public void write(String text) {
    write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Sends the buffer without a copy and closes it.
  public void write(PooledBuffer bytes) {
    awaitRoom();
    body.write(bytes);
  }

  public void writeFile(DiskFile file, long offset, long length) {
    awaitRoom();
    body.writeFile(file, offset, length);
  }

  /// The body is complete.
  public void end() {
    ended = true;
    body.end();
  }

  /// Breaks the connection off unless the body has ended.
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      body.abort();
    }
  }

  private void awaitRoom() {
    if (!body.isWritable() && body.isOpen()) {
      Handoff<Boolean> room = new Handoff<>();
      body.whenWritable(() -> room.offer(true));
      room.await();
    }
    if (!body.isOpen()) {
      throw new AtollException(Fault.UNREACHABLE, "the peer closed while it was written to");
    }
  }
}
