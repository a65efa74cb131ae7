package atoll.fast;

import atoll.kit.AtollException;
import atoll.kit.Deadline;
import atoll.kit.Fault;
import atoll.kit.net.Connection;
import atoll.kit.run.Signal;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one writer of a connection, which is a right and not a thread. Whoever sends queues its
/// frames; if nobody holds the right, it is taken by the sender itself, where that cannot make it
/// wait, or by a new piece of work. The holder writes all that is queued in gathering writes until
/// nothing is left, so that many senders share one write.
///
/// A sender that finds [FastLimits#unsentBytes] queued waits for its turn, first come first served.
///
/// Shared (guarded by its lock, which is never held across a wait).
final class FrameWriter {

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int BATCH_FRAMES = 128;

  private final Connection connection;
  private final Seams seams;
  private final FastLimits limits;
  private final Runnable whenIdle;
  private final Consumer<AtollException> whenBroken;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
  private final ArrayDeque<Place> waiting = new ArrayDeque<>();

  /// Bytes queued or being written.
  private long unsent;

  private boolean held;
  private @Nullable AtollException broken;

  /// @param whenIdle told when nothing more is queued, by the thread that wrote
  /// @param whenBroken told once if a write fails, by the thread that wrote
  FrameWriter(
      Connection connection,
      Seams seams,
      FastLimits limits,
      Runnable whenIdle,
      Consumer<AtollException> whenBroken) {
    this.connection = connection;
    this.seams = seams;
    this.limits = limits;
    this.whenIdle = whenIdle;
    this.whenBroken = whenBroken;
  }

  /// Who writes if nobody is writing yet.
  enum By {
    /// The sender: for when the peer has read all that was sent before, and the frames are small,
    /// so that they find room in the socket.
    SENDER,
    /// New work, so that the sender goes on at once and more frames can gather.
    WORK
  }

  /// Queues frames and sees to it that they are written.
  ///
  /// @return false if the queue stayed full until the deadline; nothing was queued then
  /// @throws AtollException `CLOSED` if the connection is broken or closed
  boolean send(Deadline deadline, By by, byte[]... frames) {
    Queued queued = enqueue(null, frames);
    if (queued == Queued.NO && !awaitTurn(deadline, frames)) {
      return false;
    }
    if (queued == Queued.WITH_RIGHT) {
      write(by, deadline);
    }
    return true;
  }

  /// A place in the line of senders that wait.
  private static final class Place {
    final Signal turn;

    Place(Signal turn) {
      this.turn = turn;
    }
  }

  private enum Queued {
    NO,
    YES,
    /// And nobody writes: whoever queued must see to it.
    WITH_RIGHT
  }

  /// @param place the sender's place in the line; null if it has none
  private Queued enqueue(@Nullable Place place, byte[][] frames) {
    lock.lock();
    try {
      throwIfBroken();
      if (unsent >= limits.unsentBytes() || waiting.peek() != place) {
        return Queued.NO;
      }
      for (byte[] frame : frames) {
        queue.add(frame);
        unsent += frame.length;
      }
      if (held) {
        return Queued.YES;
      }
      held = true;
      return Queued.WITH_RIGHT;
    } finally {
      lock.unlock();
    }
  }

  /// Stands in line until the frames could be queued.
  ///
  /// @return false if that was not before the deadline
  private boolean awaitTurn(Deadline deadline, byte[][] frames) {
    Place place = new Place(seams.runner().signal());
    lock.lock();
    try {
      waiting.add(place);
    } finally {
      lock.unlock();
    }
    try {
      while (true) {
        switch (enqueue(place, frames)) {
          case YES -> {
            return true;
          }
          case WITH_RIGHT -> {
            handOver();
            return true;
          }
          case NO -> {
            if (!place.turn.await(deadline)) {
              return false;
            }
          }
        }
      }
    } finally {
      leave(place);
    }
  }

  private void leave(Place mine) {
    lock.lock();
    try {
      waiting.remove(mine);
    } finally {
      lock.unlock();
    }
    wakeNext();
  }

  private void wakeNext() {
    Place next;
    lock.lock();
    try {
      next = broken != null || unsent < limits.unsentBytes() ? waiting.peek() : null;
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.turn.raise();
    }
  }

  private void write(By by, Deadline deadline) {
    switch (by) {
      case SENDER -> writeOnce(deadline);
      case WORK -> handOver();
    }
  }

  private void handOver() {
    try {
      var _ = seams.runner().submit("fast writer to " + connection.remote(), this::writeAll);
    } catch (AtollException e) {
      fail(e);
    }
  }

  /// Writes what is queued now, and leaves what came meanwhile to others: a sender must not miss
  /// its own deadline over their frames. The caller holds the right.
  private void writeOnce(Deadline deadline) {
    Deadline stalled = Deadline.after(seams.clock(), limits.stalled());
    if (writeBatch(nextBatch(), deadline.earlier(stalled)) && !giveBackIfDone()) {
      handOver();
    }
  }

  /// Writes until nothing is queued. The caller holds the right.
  private void writeAll() {
    while (!giveBackIfDone()) {
      Deadline stalled = Deadline.after(seams.clock(), limits.stalled());
      if (!writeBatch(nextBatch(), stalled)) {
        return;
      }
    }
  }

  /// @return false if the connection broke
  private boolean writeBatch(ByteBuffer[] batch, Deadline deadline) {
    long bytes = 0;
    for (ByteBuffer frame : batch) {
      bytes += frame.remaining();
    }
    try {
      connection.write(deadline, batch);
    } catch (AtollException e) {
      fail(e);
      return false;
    }
    written(bytes);
    return true;
  }

  /// Gives the right back if nothing is queued.
  private boolean giveBackIfDone() {
    lock.lock();
    try {
      if (!queue.isEmpty()) {
        return false;
      }
      held = false;
    } finally {
      lock.unlock();
    }
    whenIdle.run();
    return true;
  }

  private ByteBuffer[] nextBatch() {
    lock.lock();
    try {
      int frames = 0;
      long bytes = 0;
      for (byte[] frame : queue) {
        if (frames == BATCH_FRAMES || (frames > 0 && bytes + frame.length > BATCH_BYTES)) {
          break;
        }
        frames++;
        bytes += frame.length;
      }
      ByteBuffer[] batch = new ByteBuffer[frames];
      for (int i = 0; i < frames; i++) {
        batch[i] = ByteBuffer.wrap(queue.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void written(long bytes) {
    boolean waited;
    lock.lock();
    try {
      unsent -= bytes;
      waited = !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
    if (waited) {
      wakeNext();
    }
  }

  private void fail(AtollException cause) {
    close(cause);
    whenBroken.accept(cause);
  }

  /// Takes nothing more and drops what is queued; senders that wait are told.
  void close(AtollException cause) {
    lock.lock();
    try {
      if (broken == null) {
        broken = cause;
        queue.clear();
        unsent = 0;
      }
    } finally {
      lock.unlock();
    }
    wakeNext();
  }

  /// Whether all that was sent has gone to the socket.
  boolean isIdle() {
    lock.lock();
    try {
      return unsent <= 0;
    } finally {
      lock.unlock();
    }
  }

  private void throwIfBroken() {
    if (broken != null) {
      throw new AtollException(
          Fault.CLOSED,
          "the connection with " + connection.remote() + " is gone: " + broken.getMessage(),
          broken);
    }
  }
}
