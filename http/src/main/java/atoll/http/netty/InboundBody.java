package atoll.http.netty;

import atoll.http.BodyFraming;
import atoll.http.BodyReader;
import atoll.http.PeerFailure;
import atoll.http.wire.BodyParser;
import atoll.http.wire.Malformed;
import atoll.kit.AtollException;
import atoll.kit.Check;
import atoll.kit.Fault;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A body on its way in. Confined to the event loop, but for [#pull] and [#gather], which hop
/// there.
final class InboundBody implements BodyReader {

  private final MessageOwner owner;
  private final BodyFraming framing;
  private final BodyParser parser = new BodyParser();
  private @Nullable Receiver receiver;
  private @Nullable Gathering gathering;
  private @Nullable AtollException failure;
  private boolean ended;
  private boolean discarding;
  private boolean delivering;
  private long received;

  /// Time spent waiting for the peer and bytes that came meanwhile, in the present window.
  private long waitedNanos;

  private long waitingSince;
  private long windowBytes;

  InboundBody(MessageOwner owner, BodyFraming framing) {
    this.owner = owner;
    this.framing = framing;
    parser.begin(framing);
    ended = parser.isEnded();
    if (framing.length() > owner.limits().body().maxBytes()) {
      failure = tooLarge();
    }
  }

  @Override
  public long length() {
    return framing.length();
  }

  @Override
  public void pull(Receiver wanting) {
    if (owner.loop().inEventLoop()) {
      pullOnLoop(wanting);
    } else {
      owner.loop().execute(() -> pullOnLoop(wanting));
    }
  }

  @Override
  public void gather(int bound, Gathered gathered) {
    if (owner.loop().inEventLoop()) {
      gatherOnLoop(bound, gathered);
    } else {
      owner.loop().execute(() -> gatherOnLoop(bound, gathered));
    }
  }

  private void pullOnLoop(Receiver wanting) {
    Check.that(receiver == null, "two pulls at a time");
    AtollException why = failure;
    if (why != null) {
      wanting.failed(why);
    } else if (discarding) {
      wanting.failed(new AtollException(Fault.CLOSED, "the answer has ended already"));
    } else if (ended) {
      wanting.end();
    } else {
      receiver = wanting;
      waitingSince = owner.nanos();
      if (!delivering) {
        owner.bodyWanted();
      }
    }
  }

  private void gatherOnLoop(int bound, Gathered gathered) {
    AtollException why = failure;
    if (why != null) {
      gathered.failed(why);
    } else if (framing.length() > bound) {
      gathered.failed(
          new PeerFailure(Fault.TOO_LARGE, 413, "a body of more than " + bound + " bytes"));
    } else {
      gathering = new Gathering(this, owner, bound, gathered);
      gathering.begin();
    }
  }

  /// Whether the body has been taken whole.
  boolean isEnded() {
    return ended;
  }

  boolean isFailed() {
    return failure != null;
  }

  /// Whether bytes should be read from the socket for it.
  boolean wantsBytes() {
    return !ended && failure == null && (receiver != null || discarding);
  }

  long received() {
    return received;
  }

  /// How many bytes are still to come, or [Long#MAX_VALUE] where that is unknown.
  long left() {
    return framing.length() < 0 ? Long.MAX_VALUE : framing.length() - received;
  }

  /// Nobody reads the rest: it is read away.
  void discard() {
    discarding = true;
    waitingSince = owner.nanos();
    Receiver left = receiver;
    receiver = null;
    if (left != null) {
      left.failed(new AtollException(Fault.CLOSED, "the answer has ended already"));
    }
  }

  /// Takes from `in` what belongs to the body and is wanted.
  void deliver(ByteBuf in) {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (wantsBytes() && step(in)) {}
    } catch (Malformed e) {
      fail(
          new PeerFailure(
              e.status() == 413 ? Fault.TOO_LARGE : Fault.BAD_INPUT, e.status(), e.reason()));
    } finally {
      delivering = false;
    }
  }

  private boolean step(ByteBuf in) throws Malformed {
    int from = in.readerIndex();
    ByteBuffer view = in.nioBuffer(from, in.readableBytes());
    BodyParser.Step step = parser.next(view);
    in.skipBytes(view.position());
    return switch (step) {
      case STARVED -> false;
      case END -> {
        ended = true;
        Receiver told = receiver;
        receiver = null;
        if (told != null) {
          told.end();
        }
        yield false;
      }
      case DATA -> {
        int count = parser.available(view);
        int taken = discarding ? count : hand(view.slice(view.position(), count));
        parser.consumed(taken);
        in.skipBytes(taken);
        received += taken;
        windowBytes += taken;
        // The last byte may be the end: then nothing more needs to come before the next pull.
        ended |= parser.isEnded() && receiver == null;
        if (received > owner.limits().body().maxBytes()) {
          fail(tooLarge());
        }
        yield true;
      }
    };
  }

  private int hand(ByteBuffer piece) {
    Receiver told = receiver;
    receiver = null;
    waitedNanos += owner.nanos() - waitingSince;
    if (told != null) {
      told.bytes(piece);
    }
    Check.that(piece.position() > 0, "a receiver must take at least one byte");
    return piece.position();
  }

  /// The peer sends no more.
  void endOfInput() {
    if (parser.endOfInput()) {
      ended = true;
      Receiver told = receiver;
      receiver = null;
      if (told != null) {
        told.end();
      }
    } else if (!ended) {
      fail(new PeerFailure(Fault.UNREACHABLE, 400, "the peer broke off in the middle of a body"));
    }
  }

  /// The rest will not come, or is not wanted.
  void fail(AtollException why) {
    if (ended || failure != null) {
      return;
    }
    failure = why;
    Receiver told = receiver;
    receiver = null;
    if (told != null) {
      told.failed(why);
    }
    Gathering waiting = gathering;
    if (waiting != null) {
      gathering = null;
      waiting.cancel(why);
    }
  }

  void gatheringEnded() {
    gathering = null;
  }

  /// Checks the pace of the peer.
  void sweep(long now) {
    Gathering waiting = gathering;
    if (waiting != null) {
      waiting.sweep(now);
    }
    if (!wantsBytes()) {
      return;
    }
    long window = owner.limits().pace().window().toNanos();
    long waited = waitedNanos + (now - waitingSince);
    if (waited < window) {
      return;
    }
    double least = owner.limits().pace().bytesPerSecond() * (waited / 1e9);
    if (windowBytes < least) {
      fail(
          new PeerFailure(
              Fault.TIMEOUT, 408, "the body came slower than the limit of bytes a second"));
    }
    waitedNanos = 0;
    waitingSince = now;
    windowBytes = 0;
  }

  private PeerFailure tooLarge() {
    return new PeerFailure(
        Fault.TOO_LARGE, 413, "a body of more than " + owner.limits().body().maxBytes() + " bytes");
  }
}
