package atoll.sim.net;

import atoll.sim.SeededRandomness;
import atoll.sim.run.Gate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// One direction of a connection: segments under way in order, then bytes that arrived and are not
/// read yet. Confined to the simulation.
final class Pipe {

  private static final int LARGEST_SEGMENT = 16 * 1024;

  private final SimNet net;
  private final String from;
  private final String to;
  private final SimConnection sender;
  private final SimConnection receiver;
  private final SeededRandomness chance;
  private final Deque<ByteBuffer> underWay = new ArrayDeque<>();
  private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
  final Gate readable;
  final Gate writable;

  private int bytesUnderWay;
  private int bytesArrived;

  /// Read by the receiver, but the sender could not be told because the way back was cut.
  private int bytesUntold;

  /// Segments whose time came while the way was cut.
  private int held;

  private long busyUntilNanos;
  private boolean endSent;
  private boolean endArrived;

  Pipe(
      SimNet net,
      Host from,
      Host to,
      SimConnection sender,
      SimConnection receiver,
      SeededRandomness chance) {
    this.net = net;
    this.from = from.name();
    this.to = to.name();
    this.sender = sender;
    this.receiver = receiver;
    this.chance = chance;
    this.readable = net.world().gate("bytes from " + sender.local() + " at " + receiver.local());
    this.writable = net.world().gate("room on the way to " + receiver.local());
    net.add(this);
  }

  // ---- the sender's end ----

  boolean hasEnded() {
    return endSent;
  }

  /// Takes some bytes of `source`; none if the window is full.
  void send(ByteBuffer source) {
    LinkTemper temper = net.temperOf(from, to);
    int room = temper.windowBytes() - bytesUnderWay - bytesArrived - bytesUntold;
    int most = Math.min(Math.min(room, LARGEST_SEGMENT), source.remaining());
    if (most <= 0) {
      return;
    }
    int count = chance.chance(temper.fragmentChance()) ? 1 + chance.nextInt(most) : most;
    ByteBuffer segment = ByteBuffer.allocate(count);
    segment.put(source.slice(source.position(), count)).flip();
    source.position(source.position() + count);
    bytesUnderWay += count;
    depart(segment, temper);
  }

  void end() {
    if (!endSent) {
      endSent = true;
      depart(ByteBuffer.allocate(0), net.temperOf(from, to));
    }
  }

  private void depart(ByteBuffer segment, LinkTemper temper) {
    underWay.add(segment);
    long wait = delay(chance, temper).toNanos();
    if (temper.bytesPerSecond() > 0) {
      long now = net.world().clock().elapsedNanos();
      long taken = segment.remaining() * 1_000_000_000L / temper.bytesPerSecond();
      busyUntilNanos = Math.max(busyUntilNanos, now) + taken;
      wait += busyUntilNanos - now;
    }
    net.world().after(Duration.ofNanos(wait), from + "→" + to, this::arrive);
  }

  // ---- under way ----

  /// The time of some segment has come; whichever is first in the stream arrives.
  private void arrive() {
    if (net.isCut(from, to)) {
      held++;
      return;
    }
    ByteBuffer segment = underWay.poll();
    if (segment == null) {
      return; // the connection broke meanwhile
    }
    bytesUnderWay -= segment.remaining();
    if (receiver.isGone()) {
      if (segment.hasRemaining()) {
        receiver.answerWithReset();
      }
    } else if (chance.chance(net.temperOf(from, to).resetChance())) {
      receiver.breakBoth();
    } else if (segment.hasRemaining()) {
      arrived.add(segment);
      bytesArrived += segment.remaining();
      readable.wakeAll();
    } else {
      endArrived = true;
      readable.wakeAll();
    }
  }

  /// The way may be open again: what was held travels once more.
  void resume() {
    if (bytesUntold > 0 && !net.isCut(to, from)) {
      bytesUntold = 0;
      writable.wakeAll();
    }
    if (held > 0 && !net.isCut(from, to)) {
      int count = held;
      held = 0;
      for (int segment = 0; segment < count; segment++) {
        net.world()
            .after(delay(chance, net.temperOf(from, to)), from + "→" + to + " again", this::arrive);
      }
    }
  }

  // ---- the receiver's end ----

  boolean hasBytes() {
    return bytesArrived > 0;
  }

  boolean isAtEnd() {
    return endArrived && bytesArrived == 0;
  }

  /// Moves bytes that arrived into `target`; there must be some, and room.
  int receive(ByteBuffer target) {
    int most = Math.min(bytesArrived, target.remaining());
    boolean fragment = chance.chance(net.temperOf(from, to).fragmentChance());
    int count = fragment ? 1 + chance.nextInt(most) : most;
    int left = count;
    while (left > 0) {
      ByteBuffer segment = arrived.element();
      int moved = Math.min(left, segment.remaining());
      target.put(segment.slice(segment.position(), moved));
      segment.position(segment.position() + moved);
      left -= moved;
      if (!segment.hasRemaining()) {
        arrived.remove();
      }
    }
    bytesArrived -= count;
    if (net.isCut(to, from)) {
      bytesUntold += count;
    } else {
      writable.wakeAll();
    }
    return count;
  }

  /// What arrived is lost before anybody read it.
  void loseArrived() {
    arrived.clear();
    bytesArrived = 0;
  }

  /// What the sender gave away is lost on the way.
  void loseUnderWay() {
    underWay.clear();
    bytesUnderWay = 0;
  }

  void wakeAll() {
    readable.wakeAll();
    writable.wakeAll();
  }

  /// Forgets this direction once nobody stands at either end.
  void forgetIfOver() {
    if (sender.isGone() && receiver.isGone()) {
      net.remove(this);
    }
  }

  static Duration delay(SeededRandomness chance, LinkTemper temper) {
    long least = temper.leastDelay().toNanos();
    long most = temper.mostDelay().toNanos();
    return Duration.ofNanos(least == most ? least : chance.nextLong(least, most + 1));
  }
}
