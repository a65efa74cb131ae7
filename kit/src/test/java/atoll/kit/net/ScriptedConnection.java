package atoll.kit.net;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// A connection that hands out what a test put in, piece by piece. Confined to the test.
final class ScriptedConnection implements Connection {

  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
  final ByteBuffer written = ByteBuffer.allocate(1024);
  boolean ended;
  boolean closed;

  void put(byte... piece) {
    pieces.add(ByteBuffer.wrap(piece));
  }

  @Override
  public Endpoint local() {
    return new Endpoint("here", 1);
  }

  @Override
  public Endpoint remote() {
    return new Endpoint("there", 2);
  }

  @Override
  public int read(ByteBuffer target, Deadline deadline) {
    ByteBuffer piece = pieces.peek();
    if (piece == null) {
      if (ended) {
        return -1;
      }
      throw new AtollException(Fault.TIMEOUT, "nothing more came");
    }
    int count = Math.min(piece.remaining(), target.remaining());
    target.put(piece.slice(piece.position(), count));
    piece.position(piece.position() + count);
    if (!piece.hasRemaining()) {
      pieces.remove();
    }
    return count;
  }

  @Override
  public void write(Deadline deadline, ByteBuffer... sources) {
    for (ByteBuffer source : sources) {
      written.put(source);
    }
  }

  @Override
  public void endOutput() {}

  @Override
  public void close() {
    closed = true;
  }
}
