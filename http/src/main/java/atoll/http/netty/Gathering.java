package atoll.http.netty;

import atoll.http.BodyReader;
import atoll.http.ByteBudget;
import atoll.http.PeerFailure;
import atoll.kit.AtollException;
import atoll.kit.Fault;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Collects one body into one buffer: reserve, then read. A body of unknown length begins small and
/// doubles; it never waits for room while it holds some, so that two of them cannot block each
/// other. Confined to the event loop.
final class Gathering implements BodyReader.Receiver {

  private static final int FIRST = 64 * 1024;

  private final InboundBody body;
  private final MessageOwner owner;
  private final int bound;
  private final BodyReader.Gathered gathered;
  private final long since;
  private ByteBudget.@Nullable Ticket ticket;
  private @Nullable ByteBuf memory;
  private long reserved;
  private boolean over;

  Gathering(InboundBody body, MessageOwner owner, int bound, BodyReader.Gathered gathered) {
    this.body = body;
    this.owner = owner;
    this.bound = bound;
    this.gathered = gathered;
    this.since = owner.nanos();
  }

  void begin() {
    long length = body.length();
    long wanted = length >= 0 ? length : Math.min(bound, FIRST);
    if (wanted > owner.budget().totalBytes()) {
      finish(
          new PeerFailure(
              Fault.TOO_LARGE,
              413,
              "a body of " + wanted + " bytes exceeds all memory for bodies"));
      return;
    }
    ticket = owner.budget().reserve(wanted, () -> granted(wanted));
  }

  private void granted(long bytes) {
    if (owner.loop().inEventLoop()) {
      grantedOnLoop(bytes);
    } else {
      owner.loop().execute(() -> grantedOnLoop(bytes));
    }
  }

  private void grantedOnLoop(long bytes) {
    if (over) {
      owner.budget().release(bytes);
      return;
    }
    reserved = bytes;
    memory = EventLoops.allocator().directBuffer((int) Math.max(1, bytes), Math.max(1, bound));
    body.pull(this);
  }

  @Override
  public void bytes(ByteBuffer piece) {
    ByteBuf into = memory;
    if (into == null) {
      piece.position(piece.limit());
      return;
    }
    AtollException refusal = makeRoom(into, piece.remaining());
    if (refusal != null) {
      piece.position(piece.limit());
      body.fail(refusal);
      return;
    }
    into.writeBytes(piece);
    body.pull(this);
  }

  private @Nullable AtollException makeRoom(ByteBuf into, int more) {
    long needed = (long) into.writerIndex() + more;
    if (needed > bound) {
      return new PeerFailure(Fault.TOO_LARGE, 413, "a body of more than " + bound + " bytes");
    }
    if (needed > reserved) {
      long next = Math.min(bound, Math.max(needed, 2 * reserved));
      if (!owner.budget().tryReserve(next - reserved)) {
        return new PeerFailure(Fault.BUSY, 503, "no memory for bodies is free; try again");
      }
      reserved = next;
      into.capacity((int) next);
    }
    return null;
  }

  @Override
  public void end() {
    ByteBuf whole = memory;
    if (over || whole == null) {
      return;
    }
    over = true;
    memory = null;
    body.gatheringEnded();
    gathered.whole(NettyBuffer.gathered(whole, owner.budget(), reserved));
  }

  @Override
  public void failed(AtollException why) {
    finish(why);
  }

  /// The body failed while this waited for room or for bytes.
  void cancel(AtollException why) {
    finish(why);
  }

  /// Gives up if the budget has no room in time.
  void sweep(long now) {
    if (memory == null && !over && now - since > owner.limits().pace().window().toNanos()) {
      body.fail(new PeerFailure(Fault.BUSY, 503, "no memory for bodies became free; try again"));
    }
  }

  private void finish(AtollException why) {
    if (over) {
      return;
    }
    over = true;
    body.gatheringEnded();
    ByteBuf part = memory;
    ByteBudget.Ticket place = ticket;
    if (part != null) {
      memory = null;
      part.release();
      owner.budget().release(reserved);
    } else if (place != null) {
      // If the place is gone, the grant is on its way and gives the bytes back itself.
      place.leave();
    }
    gathered.failed(why);
  }
}
