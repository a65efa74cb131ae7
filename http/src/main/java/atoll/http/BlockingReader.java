package atoll.http;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A [BodyReader] for threads that may wait. Confined to its thread.
public final class BlockingReader {

  private final BodyReader body;
  private boolean ended;

  public BlockingReader(BodyReader body) {
    this.body = body;
  }

  /// The length in bytes as the message told it, or -1.
  public long length() {
    return body.length();
  }

  /// Reads at least one byte into `target`, which must have room.
  ///
  /// @return the count, or -1 at the end of the body
  /// @throws AtollException as [BodyReader.Receiver#failed] tells, `CANCELLED` on interrupt
  public int read(ByteBuffer target) {
    if (ended) {
      return -1;
    }
    Handoff<Object> handoff = new Handoff<>();
    body.pull(
        new BodyReader.Receiver() {
          @Override
          public void bytes(ByteBuffer piece) {
            int count = Math.min(piece.remaining(), target.remaining());
            target.put(target.position(), piece, piece.position(), count);
            piece.position(piece.position() + count);
            handoff.offer(count);
          }

          @Override
          public void end() {
            handoff.offer(-1);
          }

          @Override
          public void failed(AtollException why) {
            handoff.offer(why);
          }
        });
    Object outcome = handoff.await();
    if (outcome instanceof AtollException why) {
      throw why;
    }
    int count = (Integer) outcome;
    ended = count < 0;
    if (!ended) {
      target.position(target.position() + count);
    }
    return count;
  }

  /// All of the body in one pooled buffer, which the caller closes.
  public PooledBuffer gather(int bound) {
    Handoff<Object> handoff = new Handoff<>();
    body.gather(
        bound,
        new BodyReader.Gathered() {
          @Override
          public void whole(PooledBuffer whole) {
            handoff.offer(whole);
          }

          @Override
          public void failed(AtollException why) {
            handoff.offer(why);
          }
        });
    Object outcome = handoff.await();
    if (outcome instanceof AtollException why) {
      throw why;
    }
    ended = true;
    return (PooledBuffer) outcome;
  }

  /// All of a small body as bytes on the heap.
  ///
  /// @throws AtollException `TOO_LARGE` if it is longer than `bound`
  public byte[] readAll(int bound) {
    ByteBuffer collected = ByteBuffer.allocate(Math.min(bound, 8192) + 1);
    while (read(collected) >= 0) {
      if (collected.position() > bound) {
        throw new AtollException(Fault.TOO_LARGE, "a body of more than " + bound + " bytes");
      }
      if (!collected.hasRemaining()) {
        ByteBuffer larger =
            ByteBuffer.allocate((int) Math.min(bound + 1L, 2L * collected.capacity()));
        collected = larger.put(collected.flip());
      }
    }
    byte[] all = new byte[collected.flip().remaining()];
    collected.get(all);
    return all;
  }

  public String readText(int bound) {
    return new String(readAll(bound), StandardCharsets.UTF_8);
  }
}
